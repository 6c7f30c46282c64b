import { isTrackedEnvelope } from "@trpc/server";
import { shapeOf, STREAM_CLIENT, withStatus } from "../trpc/init.ts";
import { isFrozen, stringify } from "../trpc/serialize.ts";
import { lookAfter, type Guest } from "../trpc/while-let-in.ts";
import type { TellFailure } from "./failed-calls.ts";

const encoder = new TextEncoder();

/** As tRPC's clients read a stream (`@trpc/server`, `stream/sse.ts`), to the byte. */
const write = (event: string, data: string) => encoder.encode(`event: ${event}\ndata: ${data}\n\n\n`);
const CONNECTED = write("connected", JSON.stringify(STREAM_CLIENT));
const PING = write("ping", "");
const RETURN = write("return", "");

/** What stays as it is (`describe-once.ts`) goes to all who hear of it as the same bytes. */
const written = new WeakMap<object, { id: string; bytes: Uint8Array<ArrayBuffer> }>();

function writeItem(item: unknown): Uint8Array<ArrayBuffer> {
  if (!isTrackedEnvelope(item)) throw new Error("What a subscription tells has an id to go on from.");
  const [id, data]: readonly [string, unknown, ...unknown[]] = item;
  const known = isFrozen(data) ? written.get(data) : undefined;
  if (known?.id === id) return known.bytes;
  const bytes = encoder.encode(`data: ${stringify(data)}\nid: ${id}\n\n\n`);
  if (isFrozen(data)) written.set(data, { id, bytes });
  return bytes;
}

/**
 * The answer to a subscription: what tRPC's own producer writes, without its five streams and four generators, which held
 * 60 KB for each subscriber and took two thirds of the time of a delivery. The next item is asked for when the connection
 * has taken the one before; a ping goes out only while one is waited for. It ends with the request, or when the guest is
 * let in no more.
 */
export function streamEvents(
  { stream, path }: { stream: AsyncIterable<unknown>; path: string },
  { guest, signal, tellFailure }: { guest: Guest; signal: AbortSignal; tellFailure: TellFailure },
): ReadableStream<Uint8Array> {
  const items = stream[Symbol.asyncIterator]();
  let isWaiting = false;
  let isOver = false;
  let leave: () => void;

  function end(): void {
    isOver = true;
    leave();
    void items.return?.();
  }

  function tellLast(thrown: unknown): Uint8Array<ArrayBuffer> {
    const error = withStatus(thrown);
    tellFailure({ error, path });
    return write("serialized-error", stringify(shapeOf(error, { type: "subscription", path })));
  }

  return new ReadableStream({
    start(controller) {
      controller.enqueue(CONNECTED);
      leave = lookAfter(guest, {
        isKept: () => !isWaiting,
        onLook: (isTimeToPing) => {
          if (signal.aborted) {
            end();
            controller.close();
          } else if (isTimeToPing && isWaiting) controller.enqueue(PING);
        },
      });
    },
    async pull(controller) {
      let last: Uint8Array<ArrayBuffer> | undefined;
      isWaiting = true;
      try {
        const { done, value } = await items.next();
        isWaiting = false;
        if (isOver) return;
        if (!done) return controller.enqueue(writeItem(value));
        last = RETURN;
      } catch (error) {
        if (isOver) return;
        last = tellLast(error);
      }
      end();
      // One who is hung up on comes back, and is told then why not.
      if (!signal.aborted) controller.enqueue(last);
      controller.close();
    },
    cancel() {
      end();
      guest.hangUp();
    },
  });
}
