import { setImmediate as othersTurn } from "node:timers/promises";
import type { Message } from "../../shared/message.ts";
import { onceWritable } from "../db/trouble.ts";
import type { EventLog } from "../events/log.ts";
import type { Log } from "../log.ts";
import { createAlignment } from "./alignment.ts";
import { createAnswerWriter } from "./answer-writer.ts";
import { wordsOfExit } from "./crash.ts";
import { decode, type Signal, type TurnResult } from "./decode.ts";
import { explainExit, explainFailure } from "./failures.ts";
import type { AgentLive } from "./live.ts";
import type { PlanLimits } from "./plan-limits.ts";
import { createModelCalls } from "./model-calls.ts";
import type { TurnPrompt } from "./prompt.ts";
import type { AgentProcess, Steering } from "./runner/runner.ts";
import type { Stores } from "./stores.ts";
import type { Transitions, TurnEnd } from "./transitions.ts";
import { isAside, type Awaits } from "./whose-result.ts";

/** How long the CLI may take to stop at a request, in ms; then its process group is ended. */
const INTERRUPT_PATIENCE = 5_000;

/** How long a resumed process may take to meet the call that was parked, in ms. It needs half a second. */
const PARKED_PATIENCE = 30_000;

export type LiveSession = ReturnType<typeof createLiveSession>;

/** A session whose process is alive: feeds it turns and writes down what it says. */
export function createLiveSession(deps: {
  sessionId: string;
  process: AgentProcess;
  /** What the process was opened with. */
  steering: Steering;
  command: string | undefined;
  stores: Stores;
  transitions: Transitions;
  planLimits: Pick<PlanLimits, "note" | "waitsUntil">;
  events: EventLog<AgentLive>;
  log: Log;
  /** The CLI begins a turn that nobody asked for; `run` follows it. */
  onOwnTurn: () => void;
  onExit: () => void;
}) {
  const { sessionId, process, stores, transitions, events, log } = deps;
  const calls = createModelCalls(deps);
  const writer = createAnswerWriter({ sessionId, stores, events, onBegun: calls.noteBegun });
  let turn: { settle: (end: TurnEnd) => void; awaits: Awaits } | undefined;
  /** Until what the CLI has begun by itself is over. */
  let own: PromiseWithResolvers<void> | undefined;
  /** How many of its tasks run in the background. */
  let backgroundTasks = 0;
  /** What the CLI heard last of them. */
  let news: string | undefined;
  let apiError: Extract<Signal, { type: "api_error" }> | undefined;
  let interrupted = false;
  let lost = false;
  let closeReason: string | null = null;
  /** How the process ended; a turn that comes too late ends in the same way. */
  let gone: TurnEnd | undefined;
  let parkedTimer: ReturnType<typeof setTimeout> | undefined;
  let forceTimer: ReturnType<typeof setTimeout> | undefined;
  /** In ms, as the running machine counts: nobody sets that clock. */
  let idleSince = performance.now();
  const alignment = createAlignment(deps);

  function endTurn(end: TurnEnd): void {
    clearTimeout(parkedTimer);
    clearTimeout(forceTimer);
    writer.finish();
    calls.noteBegun();
    idleSince = performance.now();
    const settle = turn?.settle;
    turn = undefined;
    apiError = undefined;
    interrupted = false;
    endOwn();
    settle?.(end);
  }

  function endOwn(): void {
    own?.resolve();
    own = undefined;
  }

  function beginOwn(): void {
    own ??= Promise.withResolvers();
    if (news) writer.addNotice(news);
    deps.onOwnTurn();
  }

  /** A result that the turn in progress does not wait for. */
  function noteAside({ spent, total }: TurnResult): void {
    writer.finish();
    idleSince = performance.now();
    apiError = undefined;
    endOwn();
    const payer = stores.turns.latest(sessionId);
    if (payer) transitions.noteCosts(payer, { spent, total });
    if (turn?.awaits === "parked") awaitParked();
    // The CLI would take the prompt next, and the interrupt was for that one too.
    else if (turn && interrupted && turn.awaits !== "unsent") void process.end();
  }

  function apply(signal: Signal): void {
    switch (signal.type) {
      case "init":
        noteInit(signal);
        if (!turn) beginOwn();
        news = undefined;
        return;
      case "answer_begins":
        return writer.begin(signal.apiId);
      case "block_begins":
        return writer.beginBlock(signal.index, signal.block);
      case "block_grows":
        return writer.grow(signal.index, signal.text);
      case "block_whole":
        return writer.settleBlock(signal.apiId, signal.block);
      case "api_error":
        apiError = signal;
        return;
      case "context":
        return calls.noteContext(signal.usage);
      case "tokens":
        return calls.note(signal.call);
      case "plan_limits":
        return deps.planLimits.note(signal.limits, `session:${sessionId}`);
      case "answer_ends":
        return writer.finish();
      case "tool_results":
        // Of a call whose answer is perhaps still being written: the CLI runs each as soon as it is whole.
        return writer.addToolResults(signal.blocks);
      case "nested":
        return writer.addNested(signal.parent, signal.role, signal.blocks);
      case "retry":
        // Only a wait that a person would notice is worth a line.
        if (signal.attempt === 3)
          writer.addNotice("Claude's servers do not answer as they should. Trying again …");
        return;
      case "notice":
        return writer.addNotice(signal.text);
      case "unknown":
        log.debug({ sessionId, raw: signal.raw }, "a message of the Claude CLI that Porter does not know");
        return;
      case "background":
        backgroundTasks = signal.tasks;
        return;
      case "task_ended":
        news = signal.text;
        return;
      case "result": {
        const { outcome } = signal.result;
        calls.settle();
        if (!turn || isAside(signal.result, turn.awaits)) return noteAside(signal.result);
        lost = outcome === "lost";
        const isStopped = interrupted && outcome !== "completed";
        const hasFailed = outcome === "failed" && !isStopped;
        return endTurn({
          outcome: isStopped ? "interrupted" : outcome,
          error: hasFailed ? explainFailure(apiError?.error, signal.result) : null,
          account: signal.result,
          context: calls.contextAfter(signal.result),
          limitedUntil:
            hasFailed && apiError?.error === "rate_limit"
              ? deps.planLimits.waitsUntil(apiError.limitedUntil, new Date())
              : null,
        });
      }
    }
  }

  function noteInit({ claudeSessionId, model, mcpServers }: Extract<Signal, { type: "init" }>): void {
    const areUp = mcpServers.every(({ status }) => status === "connected");
    const chosen = alignment.chosenModel();
    transitions.noteInit(sessionId, {
      claudeSessionId,
      model: chosen === undefined ? model : chosen,
      ...(areUp && { mcpServers }),
    });
    if (chosen === undefined) alignment.noteModel(model);
    // Not otherwise: the CLI would have to answer before it asks the model.
    if (!areUp) void noteMcpServers();
  }

  async function sendAligned({ blocks, command }: TurnPrompt): Promise<void> {
    let isCommand = false;
    if (own) await own.promise;
    try {
      await alignment.follow("all");
      isCommand = command !== undefined && (await process.hasCommand(command));
    } catch (error) {
      if (gone) return; // Its end has ended the turn.
      const reason = error instanceof Error ? error.message : String(error);
      return endTurn({
        outcome: "failed",
        error: `The Claude CLI did not take the model, effort or permissions that you chose. Choose others, then send the message again.\n\n${reason}`,
      });
    }
    // What is sent now would run, and nobody would stop it.
    if (interrupted) endTurn({ outcome: "interrupted", error: null });
    else if (turn) turn.awaits = { promptId: process.send({ blocks, isCommand }) };
  }

  /** A server that failed shows only when it is asked for, and some are still starting when the first turn runs. */
  async function noteMcpServers(): Promise<void> {
    try {
      transitions.noteMcpServers(sessionId, await process.mcpServers());
    } catch (error) {
      log.debug({ sessionId, err: error }, "the state of the MCP servers could not be read");
    }
  }

  /** Where nothing was sent, the parked call must come by itself. */
  function awaitParked(): void {
    clearTimeout(parkedTimer);
    parkedTimer = setTimeout(giveUpParked, PARKED_PATIENCE);
  }

  /** The CLI lost the parked call, so it waits for a prompt, and the turn would wait for it. */
  function giveUpParked(): void {
    endTurn({
      outcome: "failed",
      error: "The Claude CLI no longer has the call that waited for you. Send a message to go on.",
    });
  }

  const tellWait = (error: unknown): void =>
    log.error({ sessionId, err: error }, "what an agent says cannot be written down; it waits until it can");

  async function listen(): Promise<void> {
    let failure: unknown;
    try {
      for await (const message of process.messages) {
        // Of itself the CLI speaks also while it waits for a prompt.
        if (message.type !== "system" || message.subtype === "init") clearTimeout(parkedTimer);
        for (const signal of decode(message)) await onceWritable(() => apply(signal), tellWait);
        // A piece leaves before more is written down: of a burst, the first one would wait for the last.
        if (message.type === "stream_event" && message.event.type === "content_block_delta")
          await othersTurn();
      }
    } catch (error) {
      failure = error;
    }
    deps.onExit();
    const exit = process.exit(); // Before it is ended, which would be a signal, too.
    await process.end();
    if (interrupted) gone = { outcome: "interrupted", error: closeReason };
    else if (lost) gone = { outcome: "lost", error: null };
    else {
      const cause = exit ? new Error(wordsOfExit(exit)) : (failure ?? new Error("its output ended"));
      gone = { outcome: "failed", error: explainExit(cause, deps.command, process.stderrTail()) };
    }
    const end = gone;
    await onceWritable(() => endTurn(end), tellWait);
  }

  const ended = listen();

  return {
    /**
     * One turn, from the prompt to its result. `undefined`: a process that resumes meets the tool call that was
     * parked by itself, and anything sent to it would stand in the way; or it has begun a turn of its own.
     */
    run(prompt: TurnPrompt | undefined): Promise<TurnEnd> {
      if (gone) return Promise.resolve(gone);
      const { promise, resolve } = Promise.withResolvers<TurnEnd>();
      turn = { settle: resolve, awaits: prompt ? "unsent" : own ? "own" : "parked" };
      if (prompt) void sendAligned(prompt);
      else if (!own) awaitParked();
      return promise;
    },

    /** Ends the turn, politely at first. The conversation can go on afterwards. */
    async interrupt(): Promise<void> {
      if (!turn) return;
      interrupted = true;
      forceTimer = setTimeout(() => void process.end(), INTERRUPT_PATIENCE);
      try {
        await process.interrupt();
      } catch (error) {
        log.warn(
          { sessionId, err: error },
          "the Claude CLI did not take the interrupt; its process is ended",
        );
        await process.end();
      }
    },

    /** Ends the process and waits until all below it are gone. A turn in progress is interrupted for this reason. */
    async close(reason: string | null = null): Promise<void> {
      interrupted = true;
      closeReason = reason;
      await process.end();
      await ended;
    },

    /** The permission mode counts at once, also for the CLI's own rules; the rest from the next turn on. */
    async followMode(): Promise<void> {
      try {
        await alignment.follow("mode");
      } catch (error) {
        log.debug({ sessionId, err: error }, "the Claude CLI ended before it took the permission mode");
      }
    },

    runId: process.runId,
    servers: process.servers,
    isIdle: (): boolean => turn === undefined && own === undefined,
    isOnItsOwn: (): boolean => turn === undefined && own !== undefined,
    idleSince: (): number => idleSince,
    /** Its end would be theirs too. */
    hasBackgroundTasks: (): boolean => backgroundTasks > 0,
    unfinished: (): Message | undefined => writer.unfinished(),
  };
}
