import type { SDKAssistantMessageError, SDKMessage, SDKResultMessage } from "@anthropic-ai/claude-agent-sdk";
import type { Block, MessageRole } from "../../shared/message.ts";
import type { McpServerState } from "../../shared/session.ts";
import type { PlanLimit, SpentByModel } from "../../shared/usage.ts";
import { toBlock, toResultBlocks, toUserBlocks } from "./blocks.ts";
import {
  callTokens,
  contextUsage,
  decodePlanLimits,
  limitedUntilOf,
  spentOf,
  spentSince,
  type CallTokens,
  type ContextUsage,
} from "./decode-spending.ts";

export type TurnResult = {
  /** `deferred`: a tool call is parked for a person. `lost`: the CLI has no such conversation to resume. */
  outcome: "completed" | "failed" | "interrupted" | "deferred" | "lost";
  /** The CLI's own words about a failure. */
  reason: string | null;
  /** HTTP status of the API call that failed. */
  status: number | null;
  /** Since the result before, where the CLI says so. */
  spent: SpentByModel | undefined;
  /** As the CLI counts the session; starts over when it was killed and resumed. */
  total: SpentByModel;
  /** How many tokens each model's context window holds. */
  contextWindows: Record<string, number>;
  /** The ids of the prompts that it answers, where it answers any. */
  answers: readonly string[];
  /** Nobody asked: the CLI was told of something, such as that a command in the background has ended. */
  isOwn: boolean;
  /** Calls of the model. */
  modelTurns: number;
};

/** What a message of the CLI means to Porter. `index` counts the blocks of the message that is being written. */
export type Signal =
  | { type: "init"; claudeSessionId: string; model: string; mcpServers: McpServerState[] }
  | { type: "answer_begins"; apiId: string }
  | { type: "block_begins"; index: number; block: Block }
  | { type: "block_grows"; index: number; text: string }
  | { type: "block_whole"; apiId: string; block: Block }
  /** `limitedUntil`: the limit of the plan that was met is over then. */
  | { type: "api_error"; error: SDKAssistantMessageError; limitedUntil: Date | null }
  /** Tokens in the context window once this call of the model is over. */
  | { type: "context"; usage: ContextUsage }
  | { type: "tokens"; call: CallTokens }
  | { type: "plan_limits"; limits: Omit<PlanLimit, "seenAt">[] }
  | { type: "answer_ends" }
  | { type: "tool_results"; blocks: Block[] }
  /** What a sub-agent says, is told or is answered by its tools. It works for the tool call `parent`. */
  | { type: "nested"; parent: string; role: MessageRole; blocks: Block[] }
  | { type: "retry"; attempt: number; of: number; status: number | null }
  | { type: "result"; result: TurnResult }
  /** How many commands and agents run in the background now. */
  | { type: "background"; tasks: number }
  /** A task in the background has ended; if the model is told in no turn, it begins one by itself. */
  | { type: "task_ended"; text: string }
  /** A line for the reader that nobody says. */
  | { type: "notice"; text: string }
  | { type: "unknown"; raw: unknown };

/** Messages that say nothing a reader of the conversation needs. */
const SILENT_SUBTYPES = new Set([
  "status",
  "hook_started",
  "hook_progress",
  "hook_response",
  "session_state_changed",
  "commands_changed",
  "thinking_tokens",
  "files_persisted",
  "task_started",
  "task_updated",
  "task_progress",
  "permission_denied",
  "memory_recall",
  "control_request_progress",
  "worker_shutting_down",
  "elicitation_complete",
]);
const SILENT_TYPES = new Set([
  "keep_alive",
  "tool_progress",
  "tool_use_summary",
  "auth_status",
  "prompt_suggestion",
  "command_lifecycle",
  "attachment",
  "transcript_mirror",
]);

/**
 * Reads one message of the CLI's stream. What sub-agents stream is left to their whole messages, which follow.
 * Unknown types become `unknown` and are never fatal: new ones appear with every version of the CLI.
 */
export function decode(message: SDKMessage): Signal[] {
  switch (message.type) {
    case "system":
      return decodeSystem(message);
    case "stream_event":
      return [
        ...(message.parent_tool_use_id === null ? decodeStreamEvent(message.event) : []),
        ...callTokens(message).map((call): Signal => ({ type: "tokens", call })),
      ];
    case "assistant":
      if (message.parent_tool_use_id !== null)
        return nested(message.parent_tool_use_id, "assistant", message.message.content.map(toBlock));
      // A failed API call speaks as an assistant; its words come with the result.
      if (message.error)
        return [{ type: "api_error", error: message.error, limitedUntil: limitedUntilOf(message) }];
      return message.message.content.map((block) => ({
        type: "block_whole",
        apiId: message.message.id,
        block: toBlock(block),
      }));
    case "user": {
      if (message.parent_tool_use_id !== null) {
        const blocks = toUserBlocks(message.message.content);
        const isResult = blocks.some(({ type }) => type === "tool_result");
        return nested(message.parent_tool_use_id, isResult ? "tool" : "user", blocks);
      }
      if (typeof message.message.content === "string") return [];
      const blocks = message.message.content.flatMap((block) =>
        block.type === "tool_result" ? toResultBlocks(block) : [],
      );
      return blocks.length > 0 ? [{ type: "tool_results", blocks }] : [];
    }
    case "result":
      return [{ type: "result", result: decodeResult(message) }];
    case "rate_limit_event":
      return [{ type: "plan_limits", limits: decodePlanLimits(message) }];
    default:
      return SILENT_TYPES.has(message.type) ? [] : [{ type: "unknown", raw: message }];
  }
}

const nested = (parent: string, role: MessageRole, blocks: Block[]): Signal[] =>
  blocks.length > 0 ? [{ type: "nested", parent, role, blocks }] : [];

function decodeSystem(message: Extract<SDKMessage, { type: "system" }>): Signal[] {
  switch (message.subtype) {
    case "init":
      return [
        {
          type: "init",
          claudeSessionId: message.session_id,
          model: message.model,
          mcpServers: message.mcp_servers.map(({ name, status }) => ({ name, status })),
        },
      ];
    case "local_command_output":
      return [{ type: "notice", text: message.content }];
    case "background_tasks_changed":
      return [{ type: "background", tasks: message.tasks.filter(({ ambient }) => !ambient).length }];
    case "task_notification":
      return [{ type: "task_ended", text: message.summary }];
    case "compact_boundary":
      return [
        { type: "notice", text: "The conversation so far was summed up, and the agent goes on from that." },
      ];
    case "api_retry":
      return [
        { type: "retry", attempt: message.attempt, of: message.max_retries, status: message.error_status },
      ];
    default:
      return SILENT_SUBTYPES.has(message.subtype) ? [] : [{ type: "unknown", raw: message }];
  }
}

type StreamEvent = Extract<SDKMessage, { type: "stream_event" }>["event"];

function decodeStreamEvent(event: StreamEvent): Signal[] {
  switch (event.type) {
    case "message_start":
      return [
        { type: "answer_begins", apiId: event.message.id },
        { type: "context", usage: contextUsage(event.message.usage) },
      ];
    case "message_delta":
      return [{ type: "context", usage: contextUsage(event.usage) }];
    case "content_block_start":
      return [{ type: "block_begins", index: event.index, block: toBlock(event.content_block) }];
    case "content_block_delta":
      if (event.delta.type === "text_delta")
        return [{ type: "block_grows", index: event.index, text: event.delta.text }];
      if (event.delta.type === "thinking_delta") {
        return [{ type: "block_grows", index: event.index, text: event.delta.thinking }];
      }
      return []; // A tool's input arrives whole in the `assistant` message; signatures are not for readers.
    case "message_stop":
      return [{ type: "answer_ends" }];
    default:
      return [];
  }
}

function decodeResult(message: SDKResultMessage): TurnResult {
  return {
    outcome: outcomeOf(message),
    reason: reasonOf(message),
    status: (message.subtype === "success" && message.api_error_status) || null,
    spent: spentSince(message),
    total: spentOf(message.modelUsage),
    contextWindows: Object.fromEntries(
      Object.entries(message.modelUsage).map(([model, { contextWindow }]) => [model, contextWindow]),
    ),
    answers: message.user_message_uuids ?? [message.user_message_uuid ?? []].flat(),
    isOwn: message.origin !== undefined && message.origin.kind !== "human",
    modelTurns: message.num_turns,
  };
}

function outcomeOf(message: SDKResultMessage): TurnResult["outcome"] {
  // A call that is parked once more comes without a terminal_reason.
  if (message.subtype === "success" && message.deferred_tool_use) return "deferred";
  if (message.terminal_reason?.startsWith("aborted")) return "interrupted";
  // `success` says that the turn ended in order; with is_error its text is a failed API call.
  if (message.subtype === "success") return message.is_error ? "failed" : "completed";
  return message.errors.some((error) => error.startsWith("No conversation found")) ? "lost" : "failed";
}

function reasonOf(message: SDKResultMessage): string | null {
  if (message.subtype === "success") return message.is_error ? message.result : null;
  if (message.subtype === "error_max_budget_usd")
    return "The session has reached its budget (agents.max_budget_usd).";
  return message.errors.join("\n") || message.subtype;
}
