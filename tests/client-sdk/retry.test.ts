import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { z } from "zod";
import { createPorterClient, PorterError, type PorterClient } from "../../client/sdk/index.ts";
import { KEYS, SAME_AGAIN } from "../../client/sdk/repeats.ts";
import { appRouter } from "../../server/trpc/router.ts";
import { startMessagesApi, text } from "../support/messages-api.ts";
import { startPorter, type Porter } from "../support/server.ts";
import { openLosingProxy } from "./losing-proxy.ts";

const api = startMessagesApi();
let porter: Porter;
let proxy: Awaited<ReturnType<typeof openLosingProxy>>;
/** Through the proxy. */
let client: PorterClient;
beforeAll(async () => {
  porter = await startPorter({ api });
  proxy = await openLosingProxy(porter.url);
  client = createPorterClient({ url: proxy.url, token: porter.token });
});
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await porter[Symbol.asyncDispose]();
  await api[Symbol.asyncDispose]();
});

const failure = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

describe("an answer that is lost after Porter has done it", () => {
  test("is asked for again, and each mutation with a key has one effect, the result of which comes back", async () => {
    const { tasks, comments, agents } = client;
    api.when("Hello", [text("Good morning.")]);
    api.when("More", [text("Good evening.")]);
    const tried: string[] = [];
    const twice = async <T>(path: string, call: () => Promise<T>): Promise<T> => {
      tried.push(path);
      proxy.takeCalls();
      const losses = path === "tasks.create" ? ["before" as const, "within" as const] : ["before" as const];
      proxy.lose(...losses);
      const result = await call();
      expect(proxy.takeCalls()).toEqual([...losses.map(() => path), path]);
      return result;
    };

    const task = await twice("tasks.create", () => tasks.create.mutate({ title: "once" }));
    const quick = await twice("tasks.quickAdd", () => tasks.quickAdd.mutate({ text: "also once #home" }));
    const { items } = await porter.client.tasks.list.query({ query: "once" });
    expect(items).toHaveLength(2);
    expect(items).toContainEqual(task);
    expect(items).toContainEqual(quick);

    const comment = await twice("comments.add", () =>
      comments.add.mutate({ taskId: task.id, text: "said once" }),
    );
    expect((await porter.client.comments.list.query({ taskId: task.id })).items).toEqual([comment]);

    const done = await twice("tasks.update", () => tasks.update.mutate({ id: task.id, status: "done" }));
    const { items: deeds } = await porter.client.tasks.activity.query({ id: task.id });
    expect(deeds.filter(({ kind }) => kind === "updated")).toHaveLength(1);
    expect(done.status).toBe("done");

    const session = await twice("agents.start", () => agents.start.mutate({ prompt: "Hello" }));
    const message = await twice("agents.send", () => agents.send.mutate({ id: session.id, content: "More" }));
    expect((await porter.client.agents.list.query({})).items.map(({ id }) => id)).toEqual([session.id]);
    const { messages } = await porter.client.agents.get.query({ id: session.id });
    expect(messages.filter(({ role }) => role === "user").map(({ id }) => id)).toEqual([
      expect.any(String),
      message.id,
    ]);
    expect(tried.toSorted()).toEqual([...Object.keys(KEYS), "tasks.update"].toSorted());
  });

  test("is not asked for again where a repeat would be a second deed: the caller is told", async () => {
    const task = await porter.client.tasks.create.mutate({ title: "removed once" });
    proxy.takeCalls();
    proxy.lose("before");
    const lost = await failure(client.tasks.remove.mutate({ id: task.id }));
    expect(lost).toBeInstanceOf(PorterError);
    expect(lost).toMatchObject({ code: "UNREACHABLE", message: expect.stringContaining(proxy.url) });
    expect(proxy.takeCalls()).toEqual(["tasks.remove"]);
  });

  test("a key of the caller's own is sent as it is", async () => {
    const id = Bun.randomUUIDv7();
    expect((await client.tasks.create.mutate({ id, title: "mine" })).id).toBe(id);
  });
});

describe("a Porter that is away", () => {
  test("is waited for, as long as it takes; not with retryFor 0; and a signal ends the wait with its reason", async () => {
    const { home, port, url, token } = porter;
    await porter.client.tasks.create.mutate({ title: "mine to keep" });
    await porter.stop();
    const waiting = createPorterClient({ url, token });
    const abort = new AbortController();
    const given = failure(waiting.tasks.list.query({}, { signal: abort.signal }));
    const list = waiting.tasks.list.query({ query: "mine to keep" });
    const now = await failure(createPorterClient({ url, token, retryFor: 0 }).tasks.list.query({}));
    expect(now).toMatchObject({ name: "PorterError", code: "UNREACHABLE" });
    abort.abort(new Error("too long"));
    expect(await given).toMatchObject({ message: "too long" });
    porter = await startPorter({ api, home, port });
    expect((await list).items.map(({ title }) => title)).toEqual(["mine to keep"]);
  });

  test("is asked when it says, and not at all when that is too late; what is not Porter is not asked again", async () => {
    const answers = [
      () => new Response("busy", { status: 503 }),
      () => new Response(null, { status: 429, headers: { "retry-after": "1" } }),
      () => new Response(null, { status: 429, headers: { "retry-after": "3600" } }),
      () => new Response("<h1>Hello</h1>", { headers: { "content-type": "text/html" } }),
      () => new Response(null, { status: 404 }),
    ];
    const asked: number[] = [];
    using server = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch() {
        asked.push(performance.now());
        return answers.shift()?.() ?? new Response();
      },
    });
    const { tasks } = createPorterClient({ url: server.url.href, token: "t" });
    expect(await failure(tasks.list.query({}))).toMatchObject({
      code: "RATE_LIMITED",
      status: 429,
      retryAfterMs: 3_600_000,
    });
    expect(asked).toHaveLength(3);
    expect((asked[2] ?? 0) - (asked[1] ?? 0)).toBeGreaterThan(990);
    for (const status of [200, 404]) {
      const foreign = await failure(tasks.list.query({}));
      expect(foreign).toMatchObject({
        code: "UNREACHABLE",
        status,
        message: expect.stringContaining("not Porter"),
      });
    }
    expect(asked).toHaveLength(5);
  });
});

describe("the table of mutations that may be sent twice", () => {
  const DEFINITION = "_def"; // Where tRPC keeps what a router and a procedure are made of.
  // Its types nest the procedures as the router does; what stands there is flat, by their whole names.
  const procedures = appRouter[DEFINITION].procedures as unknown as Record<
    string,
    { [DEFINITION]: { type: string; inputs: z.ZodType[] } }
  >;
  const mutations = Object.entries(procedures).flatMap(([path, { [DEFINITION]: made }]) =>
    made.type === "mutation" ? [{ path, input: made.inputs[0] }] : [],
  );

  test("names mutations of the router alone, and every one that takes a key", () => {
    const optionalKeys = ({ input }: { input: z.ZodType | undefined }) =>
      input instanceof z.ZodObject
        ? ["id", "idempotencyKey"].filter(
            (name) => name in input.shape && input.shape[name].safeParse(undefined).success,
          )
        : [];
    const keyed = mutations.flatMap((one) => optionalKeys(one).map((name) => [one.path, name]));
    expect(Object.fromEntries(keyed)).toEqual(KEYS);
    const paths = mutations.map(({ path }) => path);
    expect([...SAME_AGAIN].filter((path) => !paths.includes(path) || path in KEYS)).toEqual([]);
  });

  test("those without a key leave the second time what they left the first time", async () => {
    const { agents, comments, notifications, tasks, views, channels, system } = porter.client;
    const [one, two] = [
      await tasks.create.mutate({ title: "one" }),
      await tasks.create.mutate({ title: "two" }),
    ];
    const comment = await comments.add.mutate({ taskId: one.id, text: "said" });
    const view = await views.create.mutate({ name: "Mine", path: "/tasks" });
    api.when("Notify", [text("Done.")]);
    const { id: session } = await agents.start.mutate({ prompt: "Notify" });
    let told = ""; // That the agent is done: also, that it may be put away.
    for await (const { data } of notifications.onChange.subscribe({ lastEventId: "0" })) {
      if (data.type !== "created" || !data.notification.link.includes(session)) continue;
      told = data.notification.id;
      break;
    }
    const calls: Record<string, () => Promise<unknown>> = {
      "agents.archive": () => agents.archive.mutate({ id: session, archived: true }),
      "agents.pin": () => agents.pin.mutate({ id: session, pinned: true }),
      "agents.rename": () => agents.rename.mutate({ id: session, title: "Renamed" }),
      "channels.setChoice": () =>
        channels.setChoice.mutate({ kind: "agent_completed", channel: "push", enabled: false }),
      "comments.edit": () => comments.edit.mutate({ id: comment.id, text: "said better" }),
      "notifications.markDone": () => notifications.markDone.mutate({ id: told }),
      "notifications.markRead": () => notifications.markRead.mutate({ id: told }),
      "notifications.markUnread": () => notifications.markUnread.mutate({ id: told }),
      "notifications.reopen": () => notifications.reopen.mutate({ id: told }),
      "notifications.wake": () => notifications.wake.mutate({ id: told }),
      "system.attend": () => system.attend.mutate(),
      "tasks.move": () => tasks.move.mutate({ ids: [two.id], before: one.id }),
      "tasks.removeMany": () => tasks.removeMany.mutate({ ids: [two.id] }),
      "tasks.restoreMany": () => tasks.restoreMany.mutate({ ids: [two.id] }),
      "tasks.update": () => tasks.update.mutate({ id: one.id, status: "done", recurrence: null }),
      "tasks.updateMany": () =>
        tasks.updateMany.mutate({ changes: [{ id: two.id, tags: ["a"], priority: "high" }] }),
      "views.update": () => views.update.mutate({ id: view.id, name: "Yours" }),
    };
    expect(Object.keys(calls)).toEqual([...SAME_AGAIN]);
    for (const [path, call] of Object.entries(calls)) {
      const first = await call();
      expect({ path, left: await call() }).toEqual({ path, left: first });
    }
  });
});
