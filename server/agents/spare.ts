import type { Log } from "../log.ts";

/** How long nothing may have run before a spare is made, in ms: it takes a core for half a second. */
const QUIET = 1_000;
/**
 * In ms. A process knows the settings and the sign-in of the time when it was started; and when nothing has run for so
 * long, and nobody has looked, none is kept.
 */
const LONGEST_LIFE = 30 * 60_000;

/** A process that is up and serves no session yet. */
export type Parked = { runId: string; exited: Promise<void>; end: () => Promise<void> };

export type Spare<Process extends Parked> = ReturnType<typeof createSpare<Process>>;

/**
 * One process that is kept ahead for the next new session, while one is to be expected: something ran lately, or the
 * owner looks at Porter. It is made when nothing has run for a moment, and again when it was taken or has grown old;
 * one that could not be made, or has died, is made again after the next turn or look.
 */
export function createSpare<Process extends Parked>(deps: {
  isOn: boolean;
  /** Rejects when it does not come up. */
  park: (signal: AbortSignal) => Promise<Process>;
  /** Whether the limits of processes and memory leave room for one more. */
  hasRoom: () => Promise<boolean>;
  log: Pick<Log, "debug" | "warn">;
  quietMs?: number;
}) {
  const { log } = deps;
  let parked: Process | undefined;
  let making: Promise<void> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isBusy = false;
  /** In ms, as the running machine counts. */
  let wantedAt = -Infinity;
  const stopping = new AbortController();

  const isWanted = () => performance.now() - wantedAt < LONGEST_LIFE;

  function makeSoon(): void {
    if (!isBusy && !parked && !making && isWanted()) schedule(deps.quietMs ?? QUIET);
  }

  function schedule(ms: number): void {
    clearTimeout(timer);
    if (stopping.signal.aborted || !deps.isOn) return;
    timer = setTimeout(() => {
      making ??= renew().finally(() => (making = undefined));
    }, ms);
    timer.unref();
  }

  async function renew(): Promise<void> {
    await drop();
    if (stopping.signal.aborted || !isWanted()) return;
    let made: Process;
    try {
      if (!(await deps.hasRoom())) return;
      made = await deps.park(stopping.signal);
    } catch (error) {
      if (!stopping.signal.aborted)
        log.warn({ err: error }, "a spare process for the next session could not be started");
      return;
    }
    if (stopping.signal.aborted) return made.end();
    parked = made;
    log.debug({ runId: made.runId }, "a spare process is up");
    schedule(LONGEST_LIFE);
    void made.exited.then(() => {
      if (parked !== made) return;
      log.debug({}, "the spare process has ended");
      return drop();
    });
  }

  async function dropWithoutRoom(asked: Process): Promise<void> {
    try {
      if (!(await deps.hasRoom()) && parked === asked) await drop();
    } catch (error) {
      log.warn({ err: error }, "whether there is room for the spare process could not be told");
    }
  }

  async function drop(): Promise<void> {
    const dropped = parked;
    parked = undefined;
    await dropped?.end();
  }

  return {
    /** Nothing runs any more. */
    whenIdle(): void {
      isBusy = false;
      makeSoon();
      if (parked) void dropWithoutRoom(parked);
    },

    /** Something runs: nothing is made until it has ended. */
    whenBusy(): void {
      isBusy = true;
      wantedAt = performance.now();
      if (!parked) clearTimeout(timer);
    },

    /** The owner looks: a new session may come. */
    expect(): void {
      wantedAt = performance.now();
      makeSoon();
    },

    /** The spare, which is the caller's from now on; undefined when there is none. */
    take(): Process | undefined {
      const taken = parked;
      parked = undefined;
      return taken;
    },

    runId: (): string | undefined => parked?.runId,

    drop,

    /** Resolves when it is gone, and none will come. */
    async stop(): Promise<void> {
      stopping.abort();
      clearTimeout(timer);
      await making;
      await drop();
    },
  };
}
