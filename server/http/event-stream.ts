import { getTRPCErrorFromUnknown, getTRPCErrorShape, isTrackedEnvelope } from "@trpc/server";
import { lookAfter, type Guest } from "../trpc/while-let-in.ts";
import { appRouter } from "../trpc/router.ts";
import type { TellFailure } from "./failed-calls.ts";

// eslint-disable-next-line no-underscore-dangle -- where tRPC keeps what the router was made with
const config = appRouter._def._config;
const encoder = new TextEncoder();
const serialize = (data: unknown): string => JSON.stringify(config.transformer.output.serialize(data));

/** As tRPC's clients read a stream (`@trpc/server`, `stream/sse.ts`), to the byte. */
const write = (event: string, data: string) => encoder.encode(`event: ${event}\ndata: ${data}\n\n\n`);
const CONNECTED = write("connected", JSON.stringify(config.sse?.client ?? {}));
const PING = write("ping", "");
const RETURN = write("return", "");

/** What stays as it is (`describe-once.ts`) goes to all who hear of it as the same bytes. */
const written = new WeakMap<object, { id: string; bytes: Uint8Array<ArrayBuffer> }>();

function writeItem(item: unknown): Uint8Array<ArrayBuffer> {
  if (!isTrackedEnvelope(item)) throw new Error("What a subscription tells has an id to go on from.");
  const [id, data]: readonly [string, unknown, ...unknown[]] = item;
  const keeps = typeof data === "object" && data !== null && Object.isFrozen(data) ? data : undefined;
  const known = keeps && written.get(keeps);
  if (known?.id === id) return known.bytes;
  const bytes = encoder.encode(`data: ${serialize(data)}\nid: ${id}\n\n\n`);
  if (keeps) written.set(keeps, { id, bytes });
  return bytes;
}

/**
 * The answer to a subscription: what tRPC's own producer writes, without its five streams and four generators, which held
 * 60 KB for each subscriber and took two thirds of the time of a delivery. The next item is asked for when the connection
 * has taken the one before; a ping goes out only while one is waited for. It ends with the request, or when the guest is
 * let in no more.
 */
export function streamEvents(
  stream: AsyncIterable<unknown>,
  {
    guest,
    signal,
    path,
    tellFailure,
  }: { guest: Guest; signal: AbortSignal; path: string; tellFailure: TellFailure },
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

  function tellLast(error: unknown): Uint8Array<ArrayBuffer> {
    const failure = getTRPCErrorFromUnknown(error);
    tellFailure({ error: failure, path });
    const told = {
      config,
      error: failure,
      type: "subscription" as const,
      path,
      input: undefined,
      ctx: undefined,
    };
    return write("serialized-error", serialize(getTRPCErrorShape(told)));
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
