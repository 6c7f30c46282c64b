import {
  query,
  type HookInput,
  type HookJSONOutput,
  type McpServerConfig,
  type Options,
  type SDKControlInitializeResponse,
  type SDKMessage,
} from "@anthropic-ai/claude-agent-sdk/core";
import type { Effort, McpServerState, PermissionMode, SlashCommand } from "../../../shared/session.ts";
import type { McpTool } from "../../../shared/mcp-control.ts";
import type { ModelChoice } from "../../../shared/steer.ts";
import { toCommands, toModelChoices } from "./offers.ts";
import { spawnGroup, startTicksOf, type ProcessGroup } from "./process-group.ts";
import { createPromptInbox, type Prompt } from "./prompt-inbox.ts";

/** What becomes of a tool call. `defer` parks it: the turn ends, and a later process meets the same call again. */
export type ToolDecision =
  /** `note`: told to the model with the result. */
  | { decision: "allow"; input?: Record<string, unknown>; note?: string }
  /** `besideParked`: another call of the same message is parked. */
  | { decision: "deny"; reason: string; besideParked?: boolean }
  | { decision: "defer" }
  | { decision: "cli" };

export type ToolQuestion = { toolUseId: string; tool: string; input: unknown; isSubagent: boolean };

/** What may be changed in a live process; undefined: the CLI's own choice. */
export type Steering = {
  model: string | undefined;
  effort: Effort | undefined;
  permissionMode: PermissionMode;
};

/**
 * In seconds: a sub-agent's call may wait for a person as long as its process lives. The CLI's own limit is a minute,
 * and a timer of more than 2^31 ms fires at once.
 */
const HOOK_LIMIT = 2_000_000;

type RunOptions = {
  /** Marks the process and all below it, so that none can be left behind. */
  runId: string;
  cwd: string;
  environment: Record<string, string>;
  /** The CLI to run; the one that comes with the SDK when undefined. */
  command: string | undefined;
  model: string | undefined;
  effort: Effort | undefined;
  permissionMode: PermissionMode;
  maxBudgetUsd: number | undefined;
  /** The CLI's id of the conversation to go on with. */
  resume: string | undefined;
  /** Added to the CLI's own system prompt. */
  context: string;
  /** Permission rules of the CLI; what they name is denied in every mode. */
  deniedTools: string[];
  mcpServers: Record<string, McpServerConfig>;
  onToolCall: (question: ToolQuestion) => ToolDecision | Promise<ToolDecision>;
  onSpawn: (started: { pid: number; startTicks: string }) => void;
  /** Called when the CLI is up, and again when it has found more commands. */
  onCommands: (commands: SlashCommand[]) => void;
  onModels: (models: ModelChoice[]) => void;
};

/** The MCP servers of a live process. Each call rejects when the CLI refuses or has ended. */
export type LiveServers = {
  list: () => Promise<{ name: string; status: string; error?: string | undefined; tools: McpTool[] }[]>;
  restart: (name: string) => Promise<void>;
  turn: (name: string, on: boolean) => Promise<void>;
};

/** One live process of the Claude CLI. */
export type AgentProcess = {
  /** Ends with the process. Throws when it could not be started or died. */
  messages: AsyncIterable<SDKMessage>;
  send: (prompt: Prompt) => void;
  /** Changes what is given. Rejects when the CLI refuses it or has ended. */
  steer: (change: Partial<Steering>) => Promise<void>;
  /** Asks the CLI to stop the turn; its result follows on the stream. */
  interrupt: () => Promise<void>;
  /** The marker of all that runs below it. */
  runId: string;
  servers: LiveServers;
  /** What the MCP servers said about themselves, with the errors of those that failed. */
  mcpServers: () => Promise<McpServerState[]>;
  /** Ends the process and everything below it. Resolves when they are gone; safe to call twice. */
  end: () => Promise<void>;
  stderrTail: () => string;
  /** How the process ended; undefined while it runs. */
  exit: () => { code: number | null; signal: string | null } | undefined;
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
    effort: options.effort,
    // Porter's hook allows everything in that mode. The CLI's own would skip its deny rules too, and refuses root.
    permissionMode: cliMode(options.permissionMode),
    maxBudgetUsd: options.maxBudgetUsd,
    resume: options.resume,
    // Recorded, as is the default, a context that has changed since the conversation began would be ignored.
    systemPrompt: { type: "preset", preset: "claude_code", append: options.context, snapshot: false },
    disallowedTools: options.deniedTools,
    settingSources: ["user", "project", "local"],
    includePartialMessages: true,
    forwardSubagentText: true,

    mcpServers: options.mcpServers,
    strictMcpConfig: true,
    // By arguments, the servers' tokens could be read in the process list.
    mcpServersDelivery: "initialize",
    hooks: { PreToolUse: [{ hooks: [answerHook], timeout: HOOK_LIMIT }] },
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

  async function answerHook(call: HookInput): Promise<HookJSONOutput> {
    if (call.hook_event_name !== "PreToolUse") return {};
    const answer = await options.onToolCall({
      toolUseId: call.tool_use_id,
      tool: call.tool_name,
      input: call.tool_input,
      isSubagent: call.agent_id !== undefined,
    });
    if (answer.decision === "cli") return {};
    return {
      // The turn ends anyway. A refusal that stood last in the transcript would look to the CLI like a turn that was cut
      // off: it would tell the model, behind the parked call's back, that its result is missing.
      ...(answer.decision === "deny" &&
        answer.besideParked && { continue: false, stopReason: answer.reason }),
      hookSpecificOutput: {
        hookEventName: "PreToolUse",
        permissionDecision: answer.decision,
        permissionDecisionReason: answer.decision === "deny" ? answer.reason : undefined,
        updatedInput: answer.decision === "allow" ? answer.input : undefined,
        additionalContext: answer.decision === "allow" ? answer.note : undefined,
      },
    };
  }

  const session = query({ prompt: inbox, options: sdkOptions });
  void reportOffers();

  async function reportOffers(): Promise<void> {
    let offered: SDKControlInitializeResponse;
    try {
      offered = await session.initializationResult();
    } catch {
      return; // It could not be started: its messages say so.
    }
    options.onCommands(toCommands(offered.commands));
    options.onModels(toModelChoices(offered.models));
  }

  async function* messages(): AsyncGenerator<SDKMessage> {
    for await (const message of session) {
      if (message.type === "system" && message.subtype === "commands_changed")
        options.onCommands(toCommands(message.commands));
      yield message;
    }
  }

  return {
    messages: messages(),
    send: inbox.push,
    interrupt: async () => {
      await session.interrupt();
    },
    async steer(change): Promise<void> {
      if ("model" in change) await session.setModel(change.model);
      if ("effort" in change) await session.applyFlagSettings({ effortLevel: change.effort ?? null });
      if (change.permissionMode) await session.setPermissionMode(cliMode(change.permissionMode));
    },
    runId: options.runId,
    servers: {
      list: async () =>
        (await session.mcpServerStatus()).map(({ name, status, error, tools = [] }) => ({
          name,
          status,
          error,
          tools: tools.map((tool) => ({ name: tool.name, description: tool.description ?? "" })),
        })),
      restart: (name) => session.reconnectMcpServer(name),
      turn: (name, on) => session.toggleMcpServer(name, on),
    },
    mcpServers: async () =>
      (await session.mcpServerStatus()).map(({ name, status, error }) => ({ name, status, error })),
    end: () => (ending ??= endProcess()),
    stderrTail: () => group?.stderrTail() ?? "",
    exit: () => group?.exit(),
  };

  async function endProcess(): Promise<void> {
    inbox.close();
    await group?.end();
    session.close();
  }
}

const cliMode = (mode: PermissionMode): PermissionMode => (mode === "bypassPermissions" ? "default" : mode);
