import type { Log } from "../log.ts";
import type { EventLog } from "./log.ts";

/**
 * In ms. A timer stands still while the machine sleeps and knows nothing of a clock that is set, and one beyond 2^31
 * fires at once: so it looks at the clock at least this often.
 */
const LONGEST_WAIT = 60_000;

/**
 * Has done at its time what has a time, until the signal. `ring` does what is due and says when it is to be called
 * again; it is also called at once, and after every event of the family, which may have changed that moment.
 */
export async function keepTimer(deps: {
  family: string;
  ring: (now: Date) => Date | undefined;
  events: Pick<EventLog, "follow">;
  log: Pick<Log, "error">;
  signal: AbortSignal;
}): Promise<void> {
  const { family, events, log, signal } = deps;
  let timer: Timer | undefined;

  function ring(): void {
    const now = new Date();
    let next: Date | undefined;
    try {
      next = deps.ring(now);
    } catch (error) {
      log.error({ family, err: error }, "what is due could not be done; it is tried again");
    }
    // What is still due has failed, and would again at once.
    const wait = next && next > now ? next.getTime() - now.getTime() : LONGEST_WAIT;
    timer = setTimeout(ring, Math.min(wait, LONGEST_WAIT));
  }

  try {
    ring();
    for await (const entry of events.follow({ filter: { families: [family] }, signal })) {
      if (entry.type !== "event") continue;
      clearTimeout(timer);
      timer = setTimeout(ring); // Once for all that one change has told.
    }
  } finally {
    clearTimeout(timer);
  }
}
