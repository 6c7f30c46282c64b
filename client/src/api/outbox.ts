import { createSignal } from "solid-js";
import type { ErrorCode } from "../../../shared/errors.ts";
import { client } from "./client.ts";
import { porterError } from "./errors.ts";
import { drop, keep, keptKeys, read, type Entry } from "./outbox-store.ts";

/**
 * Changes on their way to the server, in the order in which they were made. Each is kept in the browser's storage
 * until the server has answered, so that neither a dead server nor a closed tab loses one. Every change must therefore
 * have, sent twice, the effect of one.
 */

/** `waiting`: the server cannot be reached; it is sent as soon as it can. */
type Sent<T> = { status: "done"; answer: T } | { status: "waiting" };

type Waiter = { done: (answer: unknown) => void; refused: (error: unknown) => void; later: () => void };
type Procedure<I, O> = { mutate: (input: I) => Promise<O>; path: () => string };

const LOCK = "porter.outbox";
/** A server that does not answer for so long is out of reach, in ms. */
const ANSWER_LIMIT = 20_000;
/** The answers after which the same change may be taken another time. */
const TEMPORARY: ErrorCode[] = ["UNAVAILABLE", "RATE_LIMITED", "UNAUTHORIZED"];

/** By the key of their entry. */
const waiters = new Map<string, Waiter>();
let onRefused: (words: string, error: unknown) => void = () => undefined;
/** Called for a change that is refused when nobody waits for it any more. */
export const whenRefusedLate = (handler: typeof onRefused) => (onRefused = handler);

const [waiting, setWaiting] = createSignal(keptKeys().length);
/** How many changes wait for the server. */
export { waiting };

/** Whether the way is free for the next one. */
async function deliver(key: string, { path, input, words }: Entry): Promise<boolean> {
  try {
    const answer = await client.mutation(path, input, { signal: AbortSignal.timeout(ANSWER_LIMIT) });
    drop(key);
    waiters.get(key)?.done(answer);
    return true;
  } catch (error) {
    const known = porterError(error);
    if (!known || TEMPORARY.includes(known.code)) return false;
    drop(key);
    const waiter = waiters.get(key);
    if (waiter) waiter.refused(error);
    else onRefused(words, error);
    return true;
  }
}

async function deliverAll(): Promise<void> {
  for (let [key] = keptKeys(); key !== undefined; [key] = keptKeys()) {
    const entry = read(key);
    if (entry && !(await deliver(key, entry))) break;
  }
  for (const waiter of waiters.values()) waiter.later();
  setWaiting(keptKeys().length);
}

let running: Promise<void> | undefined;
/** Sends what waits. One tab at a time does it, for all. */
export async function flushOutbox(): Promise<void> {
  // Outside a secure context there are no locks; then two tabs may send the same change, which has the effect of one.
  running ??= ("locks" in navigator ? navigator.locks.request(LOCK, deliverAll) : deliverAll()).finally(
    () => {
      running = undefined;
    },
  );
  await running;
}

/** Resolves when the server has answered or cannot be reached. Rejects when it refuses the change. */
export async function send<I, O>(procedure: Procedure<I, O>, input: I, words: string): Promise<Sent<O>> {
  const key = keep({ path: procedure.path(), input, words });
  const settled = new Promise<Sent<O>>((resolve, reject) => {
    waiters.set(key, {
      done: (answer) => resolve({ status: "done", answer: answer as O }), // what this procedure answers
      refused: reject,
      later: () => resolve({ status: "waiting" }),
    });
  });
  try {
    await flushOutbox();
    // It may have come in while a flush was at its end.
    if (keptKeys().includes(key)) await flushOutbox();
    return await settled;
  } finally {
    waiters.delete(key);
  }
}
