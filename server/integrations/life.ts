import type { IntegrationState } from "../../shared/integration.ts";
import { createCalls } from "./calls.ts";
import { waitFor, type Clock, type Wait } from "./clock.ts";
import type { openContext } from "./context.ts";
import type { IntegrationDefinition, LiveIntegration } from "./contract.ts";
import { IntegrationError } from "./error.ts";
import { readFailure, type Failure } from "./failure.ts";
import { growingPause } from "./growing-pause.ts";
import { IN_FLOOD } from "./notices.ts";
import type { Status } from "./status.ts";
import { startTicks, tickLimit, type EndedTick, type TickCounts, type Ticks } from "./ticks.ts";

/** In ms. */
const INIT_LIMIT = 30_000;
const STOP_LIMIT = 2_000;
const RETRIES = { first: 1_000, factor: 4, longest: 5 * 60_000 };

type OpenContext = ReturnType<typeof openContext>;

type Work<T> = {
  /** What it is, so that its next success is told from that of something else. */
  source: string;
  /** In ms. */
  limit: number;
  call: (live: LiveIntegration, signal: AbortSignal, tasksFor: OpenContext["tasksFor"]) => T | Promise<T>;
  onSettled?: () => void;
  /** It helps to sign in. */
  evenSignedOut?: boolean;
  /** Whether an error is about what was asked for, and says nothing of the integration. */
  isRefusal?: (thrown: unknown) => boolean;
};

export type Life = ReturnType<typeof startLife>;

/**
 * One integration from its set-up to its teardown. Whatever its code does ends here: as a state, as an error of the
 * one call, or left behind.
 */
export function startLife(deps: {
  definition: IntegrationDefinition;
  /** In ms; undefined: it has no ticks. */
  interval: number | undefined;
  /** For one attempt to set it up. */
  open: (signal: AbortSignal) => OpenContext;
  clock: Clock;
  status: Status;
  counts: TickCounts;
  onTick: (tick: EndedTick) => void;
}) {
  const { definition, interval, clock, status, counts, onTick } = deps;
  const ending = new AbortController();
  const calls = createCalls({ clock, signal: ending.signal });
  /** Why each thing that does not work stopped working: the same fault in new words is no news. */
  const failing = new Map<string, Failure>();
  let up: { live: LiveIntegration; opened: OpenContext } | undefined;
  let ticks: Ticks | undefined;
  let retry: Wait | undefined;
  let ended: Promise<void> | undefined;
  let settingUp: Promise<void>;

  const isIn = (...states: IntegrationState[]): boolean =>
    up !== undefined && !ending.signal.aborted && states.includes(status.get().state);
  const isUp = (): boolean => isIn("ok", "degraded");
  /** Alive, and its owner has to sign in. */
  const isSignedOut = (): boolean => isIn("needs_auth");

  /** Never rejects. */
  async function setUp(attempt: number): Promise<void> {
    retry = undefined;
    const attempted = new AbortController();
    const opened = deps.open(AbortSignal.any([ending.signal, attempted.signal]));
    try {
      const made = await calls.within({
        limit: INIT_LIMIT,
        call: () => definition.init(opened.context),
        onLate: (late) => void stopLive(late),
      });
      requireWhole(definition, made);
      up = { live: made, opened };
      if (ending.signal.aborted) return;
      status.set("ok");
      startTicking();
      if (!ticks) status.works();
    } catch (thrown) {
      attempted.abort();
      opened.close();
      if (!ending.signal.aborted) failSetUp(attempt, thrown);
    }
  }

  function failSetUp(attempt: number, thrown: unknown): void {
    const failure = readFailure(thrown);
    const { remedy } = failure;
    if (remedy !== "retry") return giveUp(remedy, failure, thrown);
    retry = waitFor(clock, growingPause(RETRIES, attempt, failure.afterMs), () => {
      settingUp = setUp(attempt + 1);
    });
    status.set("starting", { failure, thrown });
  }

  function startTicking(): void {
    if (interval === undefined || !up?.live.tick) return;
    ticks = startTicks({
      clock,
      interval,
      counts,
      onEnd: onTick,
      tick: async (onSettled) => {
        // While it needs a sign-in it may have other sources, and it may heal.
        const work = { source: TICK, limit: tickLimit(interval), onSettled, evenSignedOut: true };
        try {
          await call({ ...work, call: (live, signal) => live.tick?.({ signal }) });
        } catch (thrown) {
          return readFailure(thrown);
        }
      },
    });
  }

  /** @throws IntegrationError, or what `isRefusal` */
  async function call<T>(work: Work<T>): Promise<T> {
    const { source, limit, call, onSettled, evenSignedOut, isRefusal } = work;
    const current = up;
    if (!current || !(isUp() || (evenSignedOut && isSignedOut()))) throw notUp();
    const { live, opened } = current;
    // A tick says that a sign-in is not needed any more; nothing else has looked at everything. One that began before
    // that was known says nothing of it.
    const mayHeal = source === TICK && isSignedOut();
    try {
      const result = await calls.within({
        limit,
        call: (signal) => call(live, signal, opened.tasksFor),
        onSettled,
      });
      if (isUp() || (mayHeal && isSignedOut())) succeed(source);
      return result;
    } catch (thrown) {
      if (refuses(thrown, isRefusal)) throw thrown;
      const failure = readFailure(thrown);
      if (isUp() || (isSignedOut() && isNewsSignedOut(source, failure))) fail(source, failure, thrown);
      const { remedy, message, afterMs } = failure;
      throw new IntegrationError(remedy, message, {
        cause: thrown,
        ...(afterMs !== undefined && { afterMs }),
      });
    }
  }

  function notUp(): IntegrationError {
    const { state, failure } = status.get();
    return new IntegrationError(
      failure?.remedy ?? "retry",
      failure?.message ?? `It is not ready (${state}).`,
    );
  }

  function succeed(source: string): void {
    status.works();
    failing.delete(source);
    // Ticks come again and answer for themselves; of what else failed nobody knows when it will be tried again.
    for (const other of failing.keys()) if (other !== TICK && other !== IN_FLOOD) failing.delete(other);
    showFailing();
  }

  function fail(source: string, failure: Failure, thrown?: unknown): void {
    const { remedy } = failure;
    if (remedy !== "retry") return giveUp(remedy, failure, thrown);
    if (!failing.has(source)) failing.set(source, failure);
    showFailing(thrown);
  }

  function showFailing(thrown?: unknown): void {
    const [failure] = failing.values();
    if (failure) status.set("degraded", { failure, thrown });
    else status.set("ok");
  }

  /** Only a person helps. Who has to sign in needs it alive. */
  function giveUp(remedy: keyof typeof STATES, failure: Failure, thrown: unknown): void {
    status.set(STATES[remedy], { failure, thrown });
    if (remedy !== "auth") void end();
  }

  function end(): Promise<void> {
    ended ??= teardown();
    return ended;
  }

  async function teardown(): Promise<void> {
    ending.abort(new IntegrationError("retry", "It was stopped."));
    retry?.cancel();
    ticks?.stop();
    await Promise.all([settingUp, calls.settle()]);
    const last = up;
    up = undefined;
    if (last) await stopLive(last.live);
    last?.opened.close();
  }

  /** Never rejects: what does not stop is left behind. */
  async function stopLive(given: LiveIntegration): Promise<void> {
    const last = createCalls({ clock, signal: new AbortController().signal });
    await last.within({ limit: STOP_LIMIT, call: () => given.stop?.() }).catch(() => undefined);
  }

  settingUp = setUp(1);
  return {
    isUp,
    isSignedOut,
    call,
    /** Asks what it knows at once. @throws IntegrationError while it is not alive, and whatever `look` throws */
    ask<T>(look: (live: LiveIntegration) => T): T {
      if (!up || !(isUp() || isSignedOut())) throw notUp();
      return look(up.live);
    },
    /** Marks what is wrong without a call, and that it is over. */
    fail: (source: string, failure: Failure) => isUp() && fail(source, failure),
    recover(source: string): void {
      if (failing.delete(source) && isUp()) showFailing();
    },
    leftBehind: calls.leftBehind,
    nextTickAt: (): Date | null => ticks?.nextAt() ?? null,
    retryAt: (): Date | null => retry?.endsAt() ?? null,
    end,
  };
}

const TICK = "tick";
/** What the sign-in itself calls. */
export const SIGN_IN = "sign-in";

/** That it needs a sign-in is known, in the words of who said it first, unless a sign-in says why it came to nothing. */
const isNewsSignedOut = (source: string, { remedy }: Failure): boolean =>
  remedy === "auth" ? source === SIGN_IN : remedy !== "retry";

/** What is thrown may itself throw when it is looked at. */
function refuses(thrown: unknown, isRefusal: ((thrown: unknown) => boolean) | undefined): boolean {
  try {
    return isRefusal?.(thrown) ?? false;
  } catch {
    return false;
  }
}

const STATES = { auth: "needs_auth", config: "needs_config", broken: "failed" } as const;

/** @throws IntegrationError when the set-up gave less than the definition promises */
function requireWhole({ actions, webhook }: IntegrationDefinition, made: LiveIntegration): void {
  const isObject = typeof made === "object" && made !== null;
  const lacking = [
    ...Object.keys(actions).filter((name) => typeof made?.handle?.[name] !== "function"),
    ...(webhook && typeof made?.handleWebhook !== "function" ? ["handleWebhook"] : []),
  ];
  if (!isObject || lacking.length > 0)
    throw new IntegrationError(
      "broken",
      `Its set-up gave nothing for ${lacking.join(", ") || "Porter to call"}.`,
    );
}
