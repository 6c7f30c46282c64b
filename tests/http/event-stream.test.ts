import { expect, test } from "bun:test";
import { tracked } from "@trpc/server";
import { sseStreamProducer } from "@trpc/server/unstable-core-do-not-import";
import { PorterError } from "../../server/errors.ts";
import { streamEvents } from "../../server/http/event-stream.ts";
import { serialize } from "../../server/trpc/serialize.ts";
import { PING_INTERVAL } from "../../server/trpc/while-let-in.ts";

const MET = { isLetIn: () => true, hangUp: () => undefined };

function open(stream: AsyncIterable<unknown>, signal = new AbortController().signal, guest = MET) {
  const failures: string[] = [];
  const tellFailure = ({ error }: { error: Error }) => void failures.push(error.message);
  return { body: streamEvents(stream, { guest, signal, path: "tasks.onChange", tellFailure }), failures };
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
