import { setImmediate as othersTurn } from "node:timers/promises";
import type { Message } from "../../shared/message.ts";
import { onceWritable } from "../db/trouble.ts";
import type { EventLog } from "../events/log.ts";
import type { Log } from "../log.ts";
import { createAnswerWriter } from "./answer-writer.ts";
import { wordsOfExit } from "./crash.ts";
import type { CallTokens } from "./decode-spending.ts";
import { decode, type Signal, type TurnResult } from "./decode.ts";
import { explainExit, explainFailure } from "./failures.ts";
import type { AgentLive } from "./live.ts";
import type { PlanLimits } from "./plan-limits.ts";
import type { TurnPrompt } from "./prompt.ts";
import type { AgentProcess, Steering } from "./runner/runner.ts";
import { createSpendingSoFar } from "./spending-so-far.ts";
import { differenceOf, steeringOf } from "./steering.ts";
import type { Stores } from "./stores.ts";
import type { Transitions, TurnEnd } from "./transitions.ts";

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
  onExit: () => void;
}) {
  const { sessionId, process, stores, transitions, events, log } = deps;
  const writer = createAnswerWriter({ sessionId, stores, events, onBegun: noteBegunCall });
  const spendingSoFar = createSpendingSoFar({ sessionId, stores });
  /** What a call of the conversation itself took when it began: written down and shown behind its first words. */
  let begunCall: CallTokens | undefined;
  let settleTurn: ((end: TurnEnd) => void) | undefined;
  let apiError: Extract<Signal, { type: "api_error" }> | undefined;
  /** Of the last call of the model that said so. */
  let contextTokens = { read: 0, written: 0 };
  let interrupted = false;
  let lost = false;
  let closeReason: string | null = null;
  /** How the process ended; a turn that comes too late ends in the same way. */
  let gone: TurnEnd | undefined;
  /** The turn in progress meets a parked call: nothing was sent. */
  let isParked = false;
  let parkedTimer: ReturnType<typeof setTimeout> | undefined;
  let forceTimer: ReturnType<typeof setTimeout> | undefined;
  /** In ms, as the running machine counts: nobody sets that clock. */
  let idleSince = performance.now();
  /** What the process was told last; the session says what it should be. */
  let told = deps.steering;

  function endTurn(end: TurnEnd): void {
    clearTimeout(parkedTimer);
    clearTimeout(forceTimer);
    writer.finish();
    noteBegunCall();
    idleSince = performance.now();
    const settle = settleTurn;
    settleTurn = undefined;
    apiError = undefined;
    interrupted = false;
    settle?.(end);
  }

  function apply(signal: Signal): void {
    switch (signal.type) {
      case "init":
        return noteInit(signal);
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
        contextTokens = { read: signal.usage.read ?? contextTokens.read, written: signal.usage.written };
        return; // Shown with the tokens, which are told beside it.
      case "tokens":
        noteBegunCall();
        if (signal.call.model === undefined || signal.call.caller !== "") note(signal.call);
        else begunCall = signal.call;
        return;
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
      case "tasks_told":
        return awaitParked();
      case "result": {
        const { outcome } = signal.result;
        noteBegunCall();
        spendingSoFar.settle();
        lost = outcome === "lost";
        const isStopped = interrupted && outcome !== "completed";
        const hasFailed = outcome === "failed" && !isStopped;
        return endTurn({
          outcome: isStopped ? "interrupted" : outcome,
          error: hasFailed ? explainFailure(apiError?.error, signal.result) : null,
          account: signal.result,
          context: contextAfter(signal.result),
          limitedUntil:
            hasFailed && apiError?.error === "rate_limit"
              ? deps.planLimits.waitsUntil(apiError.limitedUntil, new Date())
              : null,
        });
      }
    }
  }

  function noteBegunCall(): void {
    const call = begunCall;
    begunCall = undefined;
    if (call) note(call);
  }

  function note(call: CallTokens): void {
    spendingSoFar.note(call);
    if (call.caller === "") showContext();
  }

  function showContext(): void {
    events.publishLive({
      family: "session",
      subject: `session:${sessionId}`,
      value: { type: "context", sessionId, tokens: contextTokens.read + contextTokens.written },
    });
  }

  /** Of a turn that never reached the model nothing is known. */
  function contextAfter({ contextWindows }: TurnResult): TurnEnd["context"] {
    const tokens = contextTokens.read + contextTokens.written;
    if (tokens === 0) return undefined;
    const model = stores.sessions.find(sessionId)?.model ?? "";
    const known = contextWindows[model] ?? Math.max(0, ...Object.values(contextWindows));
    return { contextTokens: tokens, ...(known > 0 && { contextWindow: known }) };
  }

  /** The CLI gives the model its full name. A model that the owner has chosen since this turn began is left alone. */
  function noteInit({ claudeSessionId, model, mcpServers }: Extract<Signal, { type: "init" }>): void {
    const chosen = stores.sessions.find(sessionId)?.model ?? null;
    const isChanged = chosen !== (told.model ?? null);
    const areUp = mcpServers.every(({ status }) => status === "connected");
    transitions.noteInit(sessionId, {
      claudeSessionId,
      model: isChanged ? chosen : model,
      ...(areUp && { mcpServers }),
    });
    // Not otherwise: the CLI would have to answer before it asks the model.
    if (!areUp) void noteMcpServers();
    if (!isChanged) told = { ...told, model };
  }

  /** Tells the process what its owner has changed of the session. */
  async function align(what: "all" | "mode"): Promise<void> {
    const session = stores.sessions.find(sessionId);
    if (!session) return;
    const wanted = steeringOf(session);
    const { permissionMode } = wanted;
    const change = differenceOf(told, what === "all" ? wanted : { ...told, permissionMode });
    if (Object.keys(change).length === 0) return;
    await process.steer(change);
    told = { ...told, ...change };
  }

  async function sendAligned({ blocks, command }: TurnPrompt): Promise<void> {
    let isCommand = false;
    try {
      await align("all");
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
    else if (settleTurn) process.send({ blocks, isCommand });
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
    if (settleTurn && isParked) parkedTimer = setTimeout(giveUpParked, PARKED_PATIENCE);
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
     * parked by itself, and anything sent to it would stand in the way.
     */
    run(prompt: TurnPrompt | undefined): Promise<TurnEnd> {
      if (gone) return Promise.resolve(gone);
      const { promise, resolve } = Promise.withResolvers<TurnEnd>();
      settleTurn = resolve;
      isParked = prompt === undefined;
      if (prompt) void sendAligned(prompt);
      else awaitParked();
      return promise;
    },

    /** Ends the turn, politely at first. The conversation can go on afterwards. */
    async interrupt(): Promise<void> {
      if (!settleTurn) return;
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
        await align("mode");
      } catch (error) {
        log.debug({ sessionId, err: error }, "the Claude CLI ended before it took the permission mode");
      }
    },

    runId: process.runId,
    servers: process.servers,
    isIdle: (): boolean => settleTurn === undefined,
    idleSince: (): number => idleSince,
    unfinished: (): Message | undefined => writer.unfinished(),
  };
}
