import type { EventLog } from "../events/log.ts";
import type { CallTokens, ContextUsage } from "./decode-spending.ts";
import type { TurnResult } from "./decode.ts";
import type { AgentLive } from "./live.ts";
import { createSpendingSoFar } from "./spending-so-far.ts";
import type { Stores } from "./stores.ts";
import type { TurnEnd } from "./transitions.ts";

/** The calls of the model in one live process: what they take, and how full the context window is. */
export function createModelCalls({
  sessionId,
  stores,
  events,
}: {
  sessionId: string;
  stores: Pick<Stores, "sessions" | "turns">;
  events: Pick<EventLog<AgentLive>, "publishLive">;
}) {
  const spendingSoFar = createSpendingSoFar({ sessionId, stores });
  /** What a call of the conversation itself took when it began: written down and shown behind its first words. */
  let begun: CallTokens | undefined;
  /** Of the last call that said so. */
  let context = { read: 0, written: 0 };

  const contextTokens = (): number => context.read + context.written;

  function noteBegun(): void {
    const call = begun;
    begun = undefined;
    if (call) write(call);
  }

  function write(call: CallTokens): void {
    spendingSoFar.note(call);
    if (call.caller !== "") return;
    events.publishLive({
      family: "session",
      subject: `session:${sessionId}`,
      value: { type: "context", sessionId, tokens: contextTokens() },
    });
  }

  return {
    note(call: CallTokens): void {
      noteBegun();
      if (call.model === undefined || call.caller !== "") write(call);
      else begun = call;
    },

    noteBegun,

    /** Shown with the tokens, which are told beside it. */
    noteContext({ read, written }: ContextUsage): void {
      context = { read: read ?? context.read, written };
    },

    /** A result tells of all that they took. */
    settle(): void {
      noteBegun();
      spendingSoFar.settle();
    },

    /** Of a turn that never reached the model nothing is known. */
    contextAfter({ contextWindows }: Pick<TurnResult, "contextWindows">): TurnEnd["context"] {
      const tokens = contextTokens();
      if (tokens === 0) return undefined;
      const model = stores.sessions.find(sessionId)?.model ?? "";
      const known = contextWindows[model] ?? Math.max(0, ...Object.values(contextWindows));
      return { contextTokens: tokens, ...(known > 0 && { contextWindow: known }) };
    },
  };
}
