import {
  query,
  type HookInput,
  type HookJSONOutput,
  type McpServerConfig,
  type Options,
  type SDKMessage,
} from "@anthropic-ai/claude-agent-sdk/core";
import type { McpServerState, PermissionMode } from "../../../shared/session.ts";
import { spawnGroup, startTicksOf, type ProcessGroup } from "./process-group.ts";
import { createPromptInbox } from "./prompt-inbox.ts";

/** What becomes of a tool call. `defer` parks it: the turn ends, and a later process meets the same call again. */
export type ToolDecision =
  | { decision: "allow"; input?: Record<string, unknown> }
  | { decision: "deny"; reason: string }
  | { decision: "defer" }
  | { decision: "cli" };

export type ToolQuestion = { toolUseId: string; tool: string; input: unknown; isSubagent: boolean };

type RunOptions = {
  /** Marks the process and all below it, so that none can be left behind. */
  runId: string;
  cwd: string;
  environment: Record<string, string>;
  /** The CLI to run; the one that comes with the SDK when undefined. */
  command: string | undefined;
  model: string | undefined;
  permissionMode: PermissionMode;
  maxBudgetUsd: number | undefined;
  /** The CLI's id of the conversation to go on with. */
  resume: string | undefined;
  /** Added to the CLI's own system prompt. */
  context: string;
  mcpServers: Record<string, McpServerConfig>;
  onToolCall: (question: ToolQuestion) => ToolDecision;
  onSpawn: (started: { pid: number; startTicks: string }) => void;
};

/** One live process of the Claude CLI. */
export type AgentProcess = {
  /** Ends with the process. Throws when it could not be started or died. */
  messages: AsyncIterable<SDKMessage>;
  /** One turn's prompt, as text blocks that reach the model byte for byte. */
  send: (texts: string[]) => void;
  /** Asks the CLI to stop the turn; its result follows on the stream. */
  interrupt: () => Promise<void>;
  /** What the MCP servers said about themselves, with the errors of those that failed. */
  mcpServers: () => Promise<McpServerState[]>;
  /** Ends the process and everything below it. Resolves when they are gone; safe to call twice. */
  end: () => Promise<void>;
  stderrTail: () => string;
};

/** The Claude Agent SDK behind Porter's small interface: everything of it that Porter depends on is in this file. */
export function runClaude(options: RunOptions): AgentProcess {
  const inbox = createPromptInbox();
  let group: ProcessGroup | undefined;
  let ending: Promise<void> | undefined;

  const sdkOptions: Options = {
    cwd: options.cwd,
    env: {
      ...options.environment,
      // The first prompt would wait for every MCP server. Porter's own is awaited all the same (alwaysLoad).
      CLAUDE_CODE_MCP_STARTUP_WAIT_MS: "0",
      CLAUDE_AGENT_SDK_CLIENT_APP: "porter",
    },
    pathToClaudeCodeExecutable: options.command,
    model: options.model,
    // Porter's hook allows everything in that mode. The CLI's own would skip its deny rules too, and refuses root.
    permissionMode: options.permissionMode === "bypassPermissions" ? "default" : options.permissionMode,
    maxBudgetUsd: options.maxBudgetUsd,
    resume: options.resume,
    systemPrompt: { type: "preset", preset: "claude_code", append: options.context },
    settingSources: ["user", "project", "local"],
    includePartialMessages: true,
    // A prompt is what its author wrote: no `/command` is run and no `@file` is read because of it.
    verbatimPrompts: true,
    mcpServers: options.mcpServers,
    strictMcpConfig: true,
    // By arguments, the servers' tokens could be read in the process list.
    mcpServersDelivery: "initialize",
    hooks: { PreToolUse: [{ hooks: [(input) => Promise.resolve(answerHook(input))] }] },
    // Reached for what the hook leaves to the CLI, and once more for a plan that the hook has let through.
    canUseTool: (tool, input) =>
      Promise.resolve(
        tool === "ExitPlanMode"
          ? { behavior: "allow", updatedInput: input }
          : { behavior: "deny", message: `The permission mode of this session does not allow ${tool}.` },
      ),
    spawnClaudeCodeProcess: (spawnOptions) => {
      group = spawnGroup(spawnOptions, options.runId);
      options.onSpawn({ pid: group.pid, startTicks: startTicksOf(group.pid) });
      return group;
    },
  };

  function answerHook(call: HookInput): HookJSONOutput {
    if (call.hook_event_name !== "PreToolUse") return {};
    const answer = options.onToolCall({
      toolUseId: call.tool_use_id,
      tool: call.tool_name,
      input: call.tool_input,
      isSubagent: call.agent_id !== undefined,
    });
    if (answer.decision === "cli") return {};
    return {
      hookSpecificOutput: {
        hookEventName: "PreToolUse",
        permissionDecision: answer.decision,
        permissionDecisionReason: answer.decision === "deny" ? answer.reason : undefined,
        updatedInput: answer.decision === "allow" ? answer.input : undefined,
      },
    };
  }

  const session = query({ prompt: inbox, options: sdkOptions });

  return {
    messages: session,
    send: inbox.push,
    interrupt: async () => {
      await session.interrupt();
    },
    mcpServers: async () =>
      (await session.mcpServerStatus()).map(({ name, status, error }) => ({ name, status, error })),
    end: () => (ending ??= endProcess()),
    stderrTail: () => group?.stderrTail() ?? "",
  };

  async function endProcess(): Promise<void> {
    inbox.close();
    await group?.end();
    session.close();
  }
}
