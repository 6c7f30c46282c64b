import { expect, test } from "bun:test";
import { createPorterClient, PorterError } from "../../client/sdk/index.ts";

const CONNECTED = "event: connected\ndata: {}\n\n";
const RETURN = "event: return\ndata: \n\n";
const event = (id: number) => `id: ${id}\ndata: {"json":{"type":"ready"}}\n\n`;

const stream = (text: string) => new Response(text, { headers: { "content-type": "text/event-stream" } });

/** What a server sends on one connection after the other: its ends are timed by the machine, these are not. */
test("a stream goes on from the last id after a regular end, a 503 and a cut in mid-event", async () => {
  const answers = [
    () => stream(CONNECTED + event(5) + RETURN),
    () => new Response("stopping", { status: 503 }),
    () => stream(CONNECTED + event(6) + event(7).slice(0, 20)),
    () => stream(CONNECTED + event(7)),
  ];
  const cursors: (string | null)[] = [];
  using server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch(request) {
      const input = new URL(request.url).searchParams.get("input");
      cursors.push(/"lastEventId":"(\d+)"/.exec(input ?? "")?.[1] ?? null);
      return answers.shift()?.() ?? new Response(null, { status: 404 });
    },
  });
  const client = createPorterClient({ url: server.url.href, token: "t" });
  const ids: string[] = [];
  const follow = async () => {
    for await (const { id } of client.tasks.onChange.subscribe()) ids.push(id);
  };
  // No time mends a 404, so that is where it ends.
  const end = await follow().catch((error: unknown) => error);
  expect(end).toBeInstanceOf(PorterError);
  expect(end).toMatchObject({
    code: "UNREACHABLE",
    status: 404,
    message: expect.stringContaining("not Porter"),
  });
  expect(ids).toEqual(["5", "6", "7"]);
  expect(cursors).toEqual([null, "5", "5", "6", "7"]);
});

test("a stream that nobody reads any more frees its connection: after a break, a signal, an unsubscribe", async () => {
  let freed = Promise.withResolvers<void>();
  using server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    fetch({ signal }) {
      const { resolve } = freed;
      signal.addEventListener("abort", () => resolve());
      const body = new ReadableStream({
        start: (controller) => controller.enqueue(new TextEncoder().encode(CONNECTED + event(1))),
      });
      return new Response(body, { headers: { "content-type": "text/event-stream" } });
    },
  });
  const { tasks } = createPorterClient({ url: server.url.href, token: "t" });

  for await (const { id } of tasks.onChange.subscribe()) if (id === "1") break;
  await freed.promise;

  freed = Promise.withResolvers();
  const controller = new AbortController();
  for await (const _ of tasks.onChange.subscribe(undefined, { signal: controller.signal }))
    controller.abort();
  await freed.promise;

  freed = Promise.withResolvers();
  const heard = Promise.withResolvers<string>();
  const stream = tasks.onChange.subscribe(undefined, { onData: ({ id }) => heard.resolve(id) });
  expect(await heard.promise).toBe("1");
  stream.unsubscribe();
  await freed.promise;
});
