import type { SDKAssistantMessageError } from "@anthropic-ai/claude-agent-sdk";
import type { Message } from "../../shared/message.ts";
import type { EventLog } from "../events/log.ts";
import type { Log } from "../log.ts";
import { createAnswerWriter } from "./answer-writer.ts";
import { decode, type Signal } from "./decode.ts";
import { explainExit, explainFailure } from "./failures.ts";
import type { AgentLive } from "./live.ts";
import type { AgentProcess } from "./runner/runner.ts";
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
  command: string | undefined;
  stores: Stores;
  transitions: Transitions;
  events: EventLog<AgentLive>;
  log: Log;
  onExit: () => void;
}) {
  const { sessionId, process, stores, transitions, events, log } = deps;
  const writer = createAnswerWriter({ sessionId, stores, events });
  let settleTurn: ((end: TurnEnd) => void) | undefined;
  let apiError: SDKAssistantMessageError | undefined;
  let interrupted = false;
  let lost = false;
  let closeReason: string | null = null;
  /** How the process ended; a turn that comes too late ends in the same way. */
  let gone: TurnEnd | undefined;
  let parkedTimer: ReturnType<typeof setTimeout> | undefined;
  let forceTimer: ReturnType<typeof setTimeout> | undefined;
  let idleSince = Date.now();

  function endTurn(end: TurnEnd): void {
    clearTimeout(parkedTimer);
    clearTimeout(forceTimer);
    writer.finish();
    idleSince = Date.now();
    const settle = settleTurn;
    settleTurn = undefined;
    apiError = undefined;
    interrupted = false;
    settle?.(end);
  }

  function apply(signal: Signal): void {
    switch (signal.type) {
      case "init":
        transitions.noteInit(sessionId, signal);
        if (!signal.allServersUp || stores.sessions.find(sessionId)?.mcpServers.length === 0)
          void noteMcpServers();
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
        apiError = signal.error;
        return;
      case "answer_ends":
        return writer.finish();
      case "tool_results":
        writer.finish();
        return writer.addToolResults(signal.blocks);
      case "retry":
        // Only a wait that a person would notice is worth a line.
        if (signal.attempt === 3)
          writer.addNotice("Claude's servers do not answer as they should. Trying again …");
        return;
      case "unknown":
        log.debug({ sessionId, raw: signal.raw }, "a message of the Claude CLI that Porter does not know");
        return;
      case "result": {
        const { outcome } = signal.result;
        lost = outcome === "lost";
        const isStopped = interrupted && outcome !== "completed";
        const error = outcome === "failed" && !isStopped ? explainFailure(apiError, signal.result) : null;
        return endTurn({ outcome: isStopped ? "interrupted" : outcome, error, account: signal.result });
      }
    }
  }

  /** A server that failed shows only when it is asked for, and some are still starting when the first turn runs. */
  async function noteMcpServers(): Promise<void> {
    try {
      transitions.noteMcpServers(sessionId, await process.mcpServers());
    } catch (error) {
      log.debug({ sessionId, err: error }, "the state of the MCP servers could not be read");
    }
  }

  /** The CLI lost the parked call, so it waits for a prompt, and the turn would wait for it. */
  function giveUpParked(): void {
    endTurn({
      outcome: "failed",
      error: "The Claude CLI no longer has the call that waited for you. Send a message to go on.",
    });
  }

  async function listen(): Promise<void> {
    let failure: unknown;
    try {
      for await (const message of process.messages) {
        clearTimeout(parkedTimer);
        decode(message).forEach(apply);
      }
    } catch (error) {
      failure = error;
    }
    deps.onExit();
    await process.end();
    if (interrupted) gone = { outcome: "interrupted", error: closeReason };
    else if (lost) gone = { outcome: "lost", error: null };
    else {
      const cause = failure ?? new Error("its output ended");
      gone = { outcome: "failed", error: explainExit(cause, deps.command, process.stderrTail()) };
    }
    endTurn(gone);
  }

  const ended = listen();

  return {
    /**
     * One turn, from the prompt to its result. `undefined`: a process that resumes meets the tool call that was
     * parked by itself, and anything sent to it would stand in the way.
     */
    run(prompt: string[] | undefined): Promise<TurnEnd> {
      if (gone) return Promise.resolve(gone);
      const { promise, resolve } = Promise.withResolvers<TurnEnd>();
      settleTurn = resolve;
      if (prompt) process.send(prompt);
      else parkedTimer = setTimeout(giveUpParked, PARKED_PATIENCE);
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

    isIdle: (): boolean => settleTurn === undefined,
    idleSince: (): number => idleSince,
    unfinished: (): Message | undefined => writer.unfinished(),
  };
}
