import superjson from "superjson";

/** What the server's client settings say in the stream's first event (`sse.client` in server/trpc/init.ts). */
type Connected = { reconnectAfterInactivityMs?: number };

/** So many looks during the longest silence. */
const LOOKS = 4;

/** `onEnd`: it has failed, was silent for too long or is over. Told once, and not after `unsubscribe`. */
export type StreamObserver<T> = { onData: (value: T) => void; onEnd: () => void };

/**
 * Reads a subscription as the server writes it (`@trpc/server`, `stream/sse.ts`). tRPC's own link puts a stream, two
 * generators and a race of promises between an event and its reader, a fifth of the page's script while a long answer is
 * written; and it opens a lost stream again by itself, where live.ts alone knows whether the tab still wants it. All that
 * is told has an id (`tracked()`).
 */
export function openStream(
  path: string,
  input: unknown,
  { onData, onEnd }: StreamObserver<{ id: string; data: unknown }>,
): { unsubscribe: () => void } {
  const asked = encodeURIComponent(JSON.stringify(superjson.serialize(input)));
  const source = new EventSource(`/trpc/${path}?input=${asked}`);
  let watch: ReturnType<typeof setInterval> | undefined;
  /** In looks of the watch. */
  let silentFor = 0;

  const unsubscribe = () => {
    clearInterval(watch);
    source.close();
  };
  const end = () => {
    unsubscribe();
    onEnd();
  };
  const heard = () => {
    silentFor = 0;
  };
  source.addEventListener("connected", ({ data }: MessageEvent<string>) => {
    heard();
    const { reconnectAfterInactivityMs: most }: Connected = JSON.parse(data);
    // A connection that is gone without a word looks like one that has nothing to tell.
    const look = () => ++silentFor > LOOKS && end();
    if (most !== undefined) watch = setInterval(look, most / LOOKS);
  });
  source.addEventListener("ping", heard);
  source.addEventListener("message", ({ data, lastEventId }: MessageEvent<string>) => {
    heard();
    // Parsed here, so that nobody else has it.
    onData({ id: lastEventId, data: superjson.deserialize(JSON.parse(data), { inPlace: true }) });
  });
  for (const over of ["serialized-error", "return", "error"]) source.addEventListener(over, end);
  return { unsubscribe };
}
