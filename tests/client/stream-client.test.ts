import { afterEach, beforeEach, expect, jest, test } from "bun:test";
import { TRPCError, initTRPC, tracked } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { EventSource } from "eventsource";
import superjson from "superjson";
import { openStream } from "../../client/src/api/stream-client.ts";

/** As Porter's router is made; a ping every 10 s would keep the process, and nothing here lasts so long. */
const SILENCE_MS = 40;
const t = initTRPC.create({
  transformer: superjson,
  sse: { client: { reconnectAfterInactivityMs: SILENCE_MS } },
});
const silent = Promise.withResolvers<void>();
const router = t.router({
  tell: t.procedure
    .input((asked: unknown) => asked)
    .subscription(async function* ({ input }) {
      yield tracked("7", { asked: input, dueAt: new Date(86_400_000) });
      yield tracked("8", { text: "Mend the fence – ünï\n\n" });
    }),
  beSilent: t.procedure.subscription(async function* () {
    yield tracked("1", "here");
    await silent.promise;
  }),
  fail: t.procedure.subscription(async function* () {
    yield tracked("1", "here");
    throw new TRPCError({ code: "INTERNAL_SERVER_ERROR" });
  }),
});

const server = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch: (req) => fetchRequestHandler({ endpoint: "/trpc", req, router }),
});
const opened: EventSource[] = [];

/** The browser's knows where its page is from. */
class PageEventSource extends EventSource {
  constructor(path: string) {
    super(new URL(path, server.url));
    opened.push(this);
  }
}
const own = globalThis.EventSource;
beforeEach(() => void Object.assign(globalThis, { EventSource: PageEventSource }));
afterEach(() => void Object.assign(globalThis, { EventSource: own }));

/** All that the stream tells until it ends. */
async function readAll(path: string, input?: unknown) {
  opened.length = 0;
  const told: { id: string; data: unknown }[] = [];
  const ended = Promise.withResolvers<void>();
  const onEnd = jest.fn(ended.resolve);
  openStream(path, input, { onData: (value) => void told.push(value), onEnd });
  await ended.promise;
  expect(opened.map(({ readyState }) => readyState)).toEqual([EventSource.CLOSED]);
  expect(onEnd).toHaveBeenCalledTimes(1);
  return told;
}

test("a stream is asked for and read as tRPC writes it: each item with its id, dates as dates, and its end", async () => {
  expect(await readAll("tell", { topics: ["tasks"], lastEventId: undefined })).toEqual([
    { id: "7", data: { asked: { topics: ["tasks"] }, dueAt: new Date(86_400_000) } },
    { id: "8", data: { text: "Mend the fence – ünï\n\n" } },
  ]);
});

test("one that is silent for longer than the server ever is, that fails, or that is refused has ended, once, and is not opened again", async () => {
  expect(await readAll("beSilent")).toEqual([{ id: "1", data: "here" }]);
  silent.resolve();
  expect(await readAll("fail").then((told) => told.length)).toBe(1);
  expect(await readAll("nothing")).toEqual([]);
});

test("one that was left tells nothing more, not even that it is over", async () => {
  const told: string[] = [];
  const left = Promise.withResolvers<void>();
  const onEnd = jest.fn();
  const stream = openStream("tell", undefined, {
    onData: ({ id }) => {
      told.push(id);
      stream.unsubscribe();
      left.resolve();
    },
    onEnd,
  });
  await left.promise;
  expect(await readAll("tell")).toHaveLength(2);
  expect([told, onEnd.mock.calls]).toEqual([["7"], []]);
});
