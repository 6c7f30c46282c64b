import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createPorterClient, PorterError, porterErrorOf, type TaskChange } from "../../client/sdk/index.ts";
import { startPorter, type Porter } from "../support/server.ts";

const UNKNOWN = "019aa8b5-1111-7111-8111-111111111111";
/** Nobody serves there. */
const AWAY = "http://127.0.0.1:9";

/** For tests that leave it running. */
let shared: Porter;
beforeAll(async () => {
  shared = await startPorter();
});
afterAll(() => shared[Symbol.asyncDispose]());

describe("the typed client", () => {
  test("a subscription outlives kill -9 and regular stops of Porter: nothing is lost, nothing comes twice", async () => {
    await using first = await startPorter();
    const { home, port, url, token } = first;
    const client = createPorterClient({ url, token });
    const titles: string[] = [];
    const controller = new AbortController();
    let arrived = Promise.withResolvers<void>();
    const watching = (async () => {
      const stream = client.tasks.onChange.subscribe(undefined, { signal: controller.signal });
      for await (const { data } of stream) {
        if (isTaskChange(data)) titles.push(data.task.title);
        arrived.resolve();
      }
    })();
    await arrived.promise; // The signal that the stream stands.

    let porter = first;
    for (const end of ["kill", "stop", "kill", "stop"] as const) {
      await porter.client.tasks.create.mutate({ title: `before ${end}` });
      await porter[end]();
      porter = await startPorter({ home, port });
      arrived = Promise.withResolvers();
      await porter.client.tasks.create.mutate({ title: `after ${end}` });
      // The stream stands again before the next end comes.
      while (titles.at(-1) !== `after ${end}`) {
        await arrived.promise;
        arrived = Promise.withResolvers();
      }
    }
    controller.abort();
    await watching;
    await porter.stop();
    const round = ["before kill", "after kill", "before stop", "after stop"];
    expect(titles).toEqual([...round, ...round]);
  });

  test("a subscription goes on from the id of an earlier run", async () => {
    const { tasks } = shared.client;
    for (const title of ["seen", "next", "last"]) await tasks.create.mutate({ title });
    const heard: { id: number; title: string }[] = [];
    for await (const { id, data } of tasks.onChange.subscribe({ lastEventId: "0" })) {
      if (isTaskChange(data)) heard.push({ id: Number(id), title: data.task.title });
      if (heard.at(-1)?.title === "last") break;
    }
    const [seen, next] = heard.slice(-3);
    for await (const { id, data } of tasks.onChange.subscribe({ lastEventId: String(seen?.id) })) {
      expect({ id: Number(id), title: isTaskChange(data) && data.task.title }).toEqual({
        id: next?.id ?? 0,
        title: "next",
      });
      break;
    }
  });

  test("a token that is not good is an UNAUTHORIZED for calls and ends subscriptions, without trying again", async () => {
    const stranger = createPorterClient({ url: shared.url, token: "x".repeat(43) });
    const call = await stranger.tasks.list.query({}).catch((error: unknown) => error);
    expect(call).toBeInstanceOf(PorterError);
    expect(call).toMatchObject({ code: "UNAUTHORIZED", status: 401 });
    const follow = async () => {
      for await (const event of stranger.tasks.onChange.subscribe()) throw new Error(JSON.stringify(event));
    };
    const end = await follow().catch((error: unknown) => error);
    expect(end).toBeInstanceOf(PorterError);
    expect(end).toMatchObject({ code: "UNAUTHORIZED" });
  });

  test("an error of Porter's is read with porterErrorOf, and any other is not one", async () => {
    const missing = await shared.client.tasks.get.query({ id: UNKNOWN }).catch(porterErrorOf);
    expect(missing).toEqual({ code: "NOT_FOUND", message: expect.any(String) });
    const away = createPorterClient({ url: AWAY, token: shared.token, retryFor: 0 });
    expect(await away.tasks.list.query({}).catch(porterErrorOf)).toBeUndefined();
  });

  test("the error of a call tells where in the script it was made, and nothing of the token", async () => {
    let error: unknown;
    try {
      await shared.client.tasks.get.query({ id: UNKNOWN });
    } catch (caught) {
      error = caught;
    }
    if (!(error instanceof PorterError)) throw new Error(`It is ${String(error)}`);
    expect(error.stack).toContain(import.meta.file);
    expect(Bun.inspect(error)).not.toContain(shared.token);
    const away = createPorterClient({ url: AWAY, token: shared.token, retryFor: 0 });
    const none = await away.tasks.tags.query().catch((caught: unknown) => caught);
    expect(Bun.inspect(none)).toContain("127.0.0.1:9");
    expect(Bun.inspect(none)).not.toContain(shared.token);
  });

  test("asks no proxy for a Porter on this machine, neither for calls nor for streams", async () => {
    const before = process.env["HTTP_PROXY"];
    process.env["HTTP_PROXY"] = "http://127.0.0.1:9";
    try {
      await shared.client.tasks.list.query({});
      for await (const { data } of shared.client.tasks.onChange.subscribe()) {
        expect(data.type).toBe("ready");
        break;
      }
    } finally {
      if (before === undefined) delete process.env["HTTP_PROXY"];
      else process.env["HTTP_PROXY"] = before;
    }
  });

  test("says what is missing when it has no token or no address", () => {
    expect(() => createPorterClient({ url: "http://127.0.0.1:3101", token: "" })).toThrow("PORTER_TOKEN");
    expect(() => createPorterClient({ url: "127.0.0.1:3101", token: "t" })).toThrow("127.0.0.1:3101");
  });
});

const isTaskChange = (data: { type: string }): data is TaskChange => "task" in data;
