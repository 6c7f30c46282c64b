import type { Message } from "../../shared/message.ts";
import { onceWritable } from "../db/trouble.ts";
import { PorterError } from "../errors.ts";
import type { EventLog } from "../events/log.ts";
import type { Log } from "../log.ts";
import type { Approvals } from "./approvals.ts";
import { explainExit, STOPPED } from "./failures.ts";
import type { AgentLive } from "./live.ts";
import { createLiveSession, type LiveSession } from "./live-session.ts";
import type { RunningProcess } from "./memory.ts";
import type { TurnPrompt } from "./prompt.ts";
import type { LiveServers } from "./runner/runner.ts";
import type { PlanLimits } from "./plan-limits.ts";
import type { OpenProcess } from "./processes.ts";
import type { Parked, Spare } from "./spare.ts";
import type { Stores } from "./stores.ts";
import type { Turn } from "./store/turns.ts";
import type { Transitions, TurnEnd } from "./transitions.ts";

/** A turn as it was when it had not begun yet, and what it sends. */
type Begun = { turn: Turn; prompt: TurnPrompt | undefined };

const STOPPED_AHEAD: TurnEnd = { outcome: "interrupted", error: null };

export type Supervisor = ReturnType<typeof createSupervisor>;

/**
 * Decides which turn runs when, and in which process. A session's process is kept for its next turn and let go when
 * it has been idle for long, or when too many are.
 */
export function createSupervisor(deps: {
  stores: Stores;
  approvals: Approvals;
  transitions: Transitions;
  planLimits: PlanLimits;
  /** Whether the turn may not begin; then it waits for its owner. */
  holdBack: (turn: Turn) => boolean;
  events: EventLog<AgentLive>;
  log: Log;
  limits: { maxConcurrent: number; idleMs: number };
  command: string | undefined;
  /** Which of the idle processes, given from the longest idle on, hold too much memory. */
  beyondMemory: (runIds: readonly string[]) => Promise<string[]>;
  /** Starts the CLI for a session, or throws a PorterError that says why it cannot. */
  openProcess: (sessionId: string) => OpenProcess;
  /** One that is kept ahead for the next new session. */
  spare: Pick<Spare<Parked>, "whenIdle" | "whenBusy" | "runId" | "drop" | "stop">;
  /** The spare as the process of a session; undefined when there is none or it does not fit. */
  takeSpare: (sessionId: string) => Promise<OpenProcess | undefined>;
  /** Puts the session's folder in order before a process begins to work there, or throws a PorterError. */
  prepareFolder: (turn: Turn) => Promise<void>;
  /** Before a process resumes: so that it meets the call that was parked. */
  restoreParkedCall: (sessionId: string) => Promise<void>;
  findUnheard: (turn: Turn) => Turn[];
  /** Of what a process that is gone was told. */
  findLost: (turn: Turn) => Promise<Turn[]>;
  promptOf: (turn: Turn, unheard: readonly Turn[]) => TurnPrompt | undefined;
}) {
  const { stores, approvals, transitions, events, log, limits } = deps;
  const live = new Map<string, LiveSession>();
  /** Sessions with a turn in progress. */
  const running = new Map<string, Promise<void>>();
  /** Processes that were begun with what no longer holds. */
  const stale = new WeakSet<LiveSession>();
  /** Sessions that were stopped since their turn began, perhaps before the model was asked. */
  const stopped = new Set<string>();
  let stopping = false;

  const reap = (): void =>
    void reapIdle().catch((error: unknown) =>
      log.error({ err: error }, "which idle processes hold too much could not be told"),
    );
  const reaper = setInterval(reap, Math.min(60_000, Math.max(1_000, limits.idleMs / 2)));
  reaper.unref();

  /** Starts queued turns, oldest first, while there is room: one turn at a time for each session. */
  function pump(): void {
    if (stopping) return;
    for (const turn of stores.turns.inState(["queued"])) {
      if (running.size >= limits.maxConcurrent) return;
      const isBlocked =
        running.has(turn.sessionId) || stores.turns.first(turn.sessionId, ["waiting"]) !== undefined;
      if (!isBlocked) start(turn);
    }
    if (running.size === 0) deps.spare.whenIdle();
  }

  function start(turn: Turn, begun?: Begun): void {
    const { sessionId } = turn;
    const work = run(turn, begun)
      .finally(() => {
        running.delete(sessionId);
        stopped.delete(sessionId);
      })
      // What could not be written down would fail again at once; the next call that comes pumps again.
      .then(pump, (error: unknown) => log.error({ sessionId, err: error }, "a turn is in doubt"));
    running.set(sessionId, work);
    deps.spare.whenBusy();
  }

  const tellWait =
    ({ sessionId }: Turn) =>
    (error: unknown): void =>
      log.error({ sessionId, err: error }, "a turn waits until it can be written down");

  /** Undefined when it does not begin now. */
  async function begin(queued: Turn): Promise<Begun | undefined> {
    const { sessionId } = queued;
    if (deps.holdBack(queued)) return undefined; // Before a worktree is made for it.
    const warm = live.get(sessionId);
    if (warm && stale.has(warm)) await warm.close();
    if (!live.has(sessionId)) {
      await deps.prepareFolder(queued);
      await deps.restoreParkedCall(sessionId);
    }
    const lost = live.has(sessionId) ? [] : await deps.findLost(queued);
    const spare = live.has(sessionId) ? undefined : await deps.takeSpare(sessionId);
    if (spare) attach(sessionId, spare);
    // The owner may have taken it back meanwhile, changed it, or put another one in its place.
    const turn = stores.turns.find(queued.number);
    if (turn?.status !== "queued" || deps.holdBack(turn)) return undefined;
    const prompt = deps.promptOf(turn, [...lost, ...deps.findUnheard(turn)]);
    stopped.delete(sessionId);
    await onceWritable(() => transitions.begin(turn), tellWait(turn));
    return { turn, prompt };
  }

  /** In the transaction that writes it down: of a turn that its process waits for. */
  function beginAtOnce(turn: Turn): Begun | undefined {
    const { sessionId } = turn;
    const warm = live.get(sessionId);
    const isAwaited =
      !stopping &&
      running.size < limits.maxConcurrent &&
      !running.has(sessionId) &&
      warm?.isIdle() === true &&
      !stale.has(warm) &&
      stores.turns.first(sessionId, ["queued", "waiting"])?.number === turn.number;
    if (!isAwaited || deps.holdBack(turn)) return undefined;
    const prompt = deps.promptOf(turn, deps.findUnheard(turn));
    transitions.begin(turn);
    return { turn, prompt };
  }

  async function run(queued: Turn, atOnce?: Begun): Promise<void> {
    try {
      const begun = atOnce ?? (await begin(queued));
      if (!begun) return;
      const { turn, prompt } = begun;
      let session = live.get(turn.sessionId);
      if (!session) {
        session = open(turn.sessionId);
        // A call that the person went past is met first, and refused; the prompt comes after it.
        const passedOver = prompt && stores.approvals.findPassedOver(turn.sessionId);
        if (passedOver) {
          const passed = await session.run(undefined);
          transitions.noteCosts(turn, passed.account);
          // Stopped, it may not have met the call yet; the next process will.
          if (stopped.has(turn.sessionId)) await session.close();
          else approvals.deliver(passedOver.id);
        }
      }
      let end = stopped.has(turn.sessionId) ? STOPPED_AHEAD : await session.run(prompt);
      if (end.outcome === "lost") {
        transitions.goOnWith(turn.sessionId, null);
        await session.close();
        if (stopped.has(turn.sessionId)) end = STOPPED_AHEAD;
        else end = await open(turn.sessionId).run(deps.promptOf(turn, []));
      }
      // A process that has parked a call cannot go on with it: the next one will.
      if (end.outcome === "deferred") await live.get(turn.sessionId)?.close();
      await onceWritable(() => transitions.end(turn, end), tellWait(turn));
    } catch (error) {
      log.error({ sessionId: queued.sessionId, err: error }, "a turn could not be run");
      const reason = error instanceof PorterError ? error.message : explainExit(error, deps.command, "");
      await onceWritable(
        () => transitions.end(queued, { outcome: "failed", error: reason }),
        tellWait(queued),
      );
    }
    letGoBeyond(limits.maxConcurrent);
  }

  function open(sessionId: string): LiveSession {
    if (stopping) throw new PorterError("UNAVAILABLE", STOPPED);
    return attach(sessionId, deps.openProcess(sessionId));
  }

  function attach(sessionId: string, opened: OpenProcess): LiveSession {
    const session = createLiveSession({
      sessionId,
      ...opened,
      command: deps.command,
      stores,
      transitions,
      planLimits: deps.planLimits,
      events,
      log,
      onOwnTurn: () =>
        void follow(sessionId, session).catch((error: unknown) =>
          log.error({ sessionId, err: error }, "a turn of the agent's own is not followed"),
        ),
      onExit: () => {
        if (live.get(sessionId) === session) live.delete(sessionId);
      },
    });
    live.set(sessionId, session);
    return session;
  }

  /** The turn before goes on: what the agent had left to run in the background has ended, and it works again. */
  async function follow(sessionId: string, session: LiveSession): Promise<void> {
    await running.get(sessionId);
    const turn = stores.turns.latest(sessionId);
    const isFree = !stopping && !running.has(sessionId) && session.isOnItsOwn();
    // One that waits, for a limit to end, goes on waiting.
    if (!isFree || !turn?.endedAt) return;
    transitions.goOn(turn);
    start(turn, { turn, prompt: undefined });
  }

  function letGo(sessionId: string, session: LiveSession): void {
    live.delete(sessionId);
    session
      .close()
      .catch((error: unknown) => log.error({ sessionId, err: error }, "an idle process did not end"));
  }

  /** Those that may go first in front. */
  function idle(): [string, LiveSession][] {
    const sessions = [...live].filter(([id, session]) => session.isIdle() && !running.has(id));
    return sessions.sort(
      ([, a], [, b]) =>
        Number(a.hasBackgroundTasks()) - Number(b.hasBackgroundTasks()) || a.idleSince() - b.idleSince(),
    );
  }

  /** Each idle process holds some 150 MB: keep the ones used last. */
  function letGoBeyond(count: number): void {
    const sessions = idle();
    sessions.slice(0, Math.max(0, sessions.length - count)).forEach(([id, session]) => letGo(id, session));
  }

  async function reapIdle(): Promise<void> {
    const limit = performance.now() - limits.idleMs;
    for (const [id, session] of idle())
      if (session.idleSince() <= limit && !session.hasBackgroundTasks()) letGo(id, session);
    const spare = deps.spare.runId() ?? [];
    const tooMuch = await deps.beyondMemory([spare, ...idle().map(([, { runId }]) => runId)].flat());
    // What was idle before they were measured may be at work now, or gone.
    if (tooMuch.some((runId) => runId === deps.spare.runId())) void deps.spare.drop();
    for (const [id, session] of idle()) if (tooMuch.includes(session.runId)) letGo(id, session);
  }

  return {
    pump,

    /**
     * Writes a new turn down, and runs it when there is room. Where its process waits for it, it begins in the same
     * transaction: the disk is waited for once before the CLI gets the prompt, not twice.
     */
    add<Written extends { turn: Turn }>(write: () => Written): Written {
      const { written, begun } = events.write(() => {
        const added = write();
        return { written: added, begun: beginAtOnce(added.turn) };
      });
      if (begun) start(begun.turn, begun);
      else pump();
      return written;
    },

    /** Ends the running turn of a session and waits for its end to be written down. */
    async interrupt(sessionId: string): Promise<void> {
      const turn = running.get(sessionId);
      if (turn) stopped.add(sessionId);
      await live.get(sessionId)?.interrupt();
      await turn;
    },

    /** Lets a change of the session's permission mode count for the turn that runs. */
    followMode: async (sessionId: string): Promise<void> => live.get(sessionId)?.followMode(),

    /** The session's next turn gets a new process; one that has nothing to do has ended when this resolves. */
    async release(sessionId: string): Promise<void> {
      const session = live.get(sessionId);
      if (!session) return;
      stale.add(session); // Also while it ends: what comes meanwhile is for the next one.
      if (!running.has(sessionId) && session.isIdle()) await session.close();
    },

    /** The messages that are being written right now, as they stand. */
    unfinished: (sessionId?: string): Message[] =>
      [...live]
        .filter(([id]) => sessionId === undefined || id === sessionId)
        .flatMap(([, session]) => session.unfinished() ?? []),

    runningCount: (): number => running.size,

    /** Undefined while no process is there. */
    serversOf: (sessionId: string): LiveServers | undefined => live.get(sessionId)?.servers,

    processes: (): RunningProcess[] =>
      [...live].map(([sessionId, session]) => ({
        sessionId,
        runId: session.runId,
        isIdle: session.isIdle() && !running.has(sessionId),
      })),

    /** Ends every process; turns in progress are written down as interrupted, queued ones stay queued. */
    async stop(): Promise<void> {
      stopping = true;
      clearInterval(reaper);
      await Promise.all([...live.values()].map((session) => session.close(STOPPED)));
      await deps.spare.stop();
      await Promise.all(running.values());
      // What became a session's while the others were ended.
      await Promise.all([...live.values()].map((session) => session.close(STOPPED)));
    },
  };
}
