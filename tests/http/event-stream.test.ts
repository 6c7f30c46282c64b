import { afterEach, expect, jest, test } from "bun:test";
import { tracked } from "@trpc/server";
import { sseStreamProducer } from "@trpc/server/unstable-core-do-not-import";
import { PorterError } from "../../server/errors.ts";
import { streamEvents } from "../../server/http/event-stream.ts";
import { serialize } from "../../server/trpc/serialize.ts";
import { PING_INTERVAL, type Guest } from "../../server/trpc/while-let-in.ts";

const MINUTE = 60_000;
const MET: Guest = { isLetIn: () => true, hangUp: () => undefined };

afterEach(() => void jest.useRealTimers());

function open(stream: AsyncIterable<unknown>, signal = new AbortController().signal, guest = MET) {
  const failures: string[] = [];
  const tellFailure = ({ error }: { error: Error }) => void failures.push(error.message);
  const told = { stream, path: "tasks.onChange" };
  return { body: streamEvents(told, { guest, signal, tellFailure }), failures };
}

async function* tellTwo() {
  yield tracked("7", { title: "Mend the fence – ünï\n\n", dueAt: new Date(0) });
  yield tracked("8", Object.freeze({ type: "ready" }));
}

test("is to the byte what tRPC's own producer writes", async () => {
  const theirs = sseStreamProducer({
    data: tellTwo(),
    serialize,
    ping: { enabled: true, intervalMs: PING_INTERVAL },
    client: { reconnectAfterInactivityMs: 3 * PING_INTERVAL },
  });
  expect(await new Response(open(tellTwo()).body).text()).toBe(await new Response(theirs).text());
});

test("what stays as it is goes to all as the same bytes, under the id that it has for each", async () => {
  const change = Object.freeze({ type: "created" });
  const read = async (id: string): Promise<Uint8Array> => {
    async function* tell() {
      yield tracked(id, change);
    }
    const [, item = new Uint8Array()] = await Array.fromAsync(open(tell()).body);
    return item;
  };
  const [first, second] = [await read("1"), await read("1")];
  expect(second).toBe(first);
  expect(new TextDecoder().decode(await read("2"))).toContain("id: 2\n");
});

test("a stream that fails says why in Porter's words, and ends", async () => {
  async function* fail() {
    yield tracked("1", { type: "ready" });
    throw new PorterError("NOT_FOUND", "This session is gone.");
  }
  const { body, failures } = open(fail());
  const text = await new Response(body).text();
  expect(text).toContain('event: serialized-error\ndata: {"json":{"message":"This session is gone."');
  expect(text).toContain('"porter":{"code":"NOT_FOUND"');
  expect(failures).toEqual(["This session is gone."]);
});

test("one that is hung up on ends without a word, which would tell its client not to come back", async () => {
  const abort = new AbortController();
  async function* untilAborted() {
    yield tracked("1", { type: "ready" });
    if (!abort.signal.aborted)
      await new Promise((resolve) => abort.signal.addEventListener("abort", resolve));
  }
  const { body } = open(untilAborted(), abort.signal);
  const reader = body.getReader();
  await reader.read();
  await reader.read();
  const rest = reader.read();
  abort.abort();
  expect(await rest).toEqual({ done: true, value: undefined });
});

/** Tells one thing, and hears of no end. */
async function* tellOneAndStay() {
  yield tracked("1", { type: "ready" });
  await new Promise(() => undefined);
}

test("a quiet stream pings before its client would take it for dead, and only while its reader waits", async () => {
  jest.useFakeTimers();
  const reader = open(tellOneAndStay()).body.getReader();
  const read = async () => new TextDecoder().decode((await reader.read()).value);
  jest.advanceTimersByTime(2 * PING_INTERVAL);
  expect([await read(), await read()].map((text) => text.split("\n", 1)[0])).toEqual([
    "event: connected",
    'data: {"json":{"type":"ready"}}',
  ]);
  const next = read();
  jest.advanceTimersByTime(PING_INTERVAL);
  expect(await next).toBe("event: ping\ndata: \n\n\n");
  await reader.cancel();
  expect(jest.getTimerCount()).toBe(0);
});

test("one whose guest is let in no more ends at the next look, though what it tells hears of no end", async () => {
  jest.useFakeTimers();
  const abort = new AbortController();
  const guest = { isLetIn: () => false, hangUp: () => abort.abort() };
  const reader = open(tellOneAndStay(), abort.signal, guest).body.getReader();
  await reader.read();
  await reader.read();
  const rest = reader.read();
  jest.advanceTimersByTime(2_000);
  expect(await rest).toEqual({ done: true, value: undefined });
  expect(jest.getTimerCount()).toBe(0);
});

test("one whose reader takes nothing for ten minutes though something waits is hung up on; a quiet one is not", async () => {
  jest.useFakeTimers();
  const openGuest = () => {
    const abort = new AbortController();
    const guest = { isLetIn: () => true, hangUp: () => abort.abort() };
    const { body } = open(tellOneAndStay(), abort.signal, guest);
    return { reader: body.getReader(), isHungUpOn: () => abort.signal.aborted };
  };
  const [stalled, quiet] = [openGuest(), openGuest()];
  for (const { reader } of [stalled, quiet]) await reader.read();
  await quiet.reader.read();
  jest.advanceTimersByTime(10 * MINUTE);
  expect(stalled.isHungUpOn()).toBe(false);
  jest.advanceTimersByTime(MINUTE);
  expect([stalled.isHungUpOn(), quiet.isHungUpOn()]).toEqual([true, false]);
  await quiet.reader.cancel();
  expect(jest.getTimerCount()).toBe(0);
});
