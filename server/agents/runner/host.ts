import type {
  HookInput,
  HookJSONOutput,
  McpServerConfig,
  Options,
} from "@anthropic-ai/claude-agent-sdk/core";
import type { PermissionMode } from "../../../shared/session.ts";
import { spawnGroup, startTicksOf, type ProcessGroup } from "./process-group.ts";
import type { ToolDecision, ToolQuestion } from "./tool-question.ts";

/**
 * In seconds: a sub-agent's call may wait for a person as long as its process lives. The CLI's own limit is a minute,
 * and a timer of more than 2^31 ms fires at once.
 */
const HOOK_LIMIT = 2_000_000;

/** What a CLI process is begun with before it matters whose session it serves. */
export type HostOptions = {
  /** Marks the process and all below it, so that none can be left behind. */
  runId: string;
  environment: Record<string, string>;
  /** The CLI to run; the one that comes with the SDK when undefined. */
  command: string | undefined;
  maxBudgetUsd: number | undefined;
  mcpServers: Record<string, McpServerConfig>;
  onSpawn: (started: { pid: number; startTicks: string }) => void;
};

export type Host = ReturnType<typeof createHost>;

/** A CLI process that is about to be started: its options, and its end. */
export function createHost(
  host: HostOptions & {
    onToolCall: (question: ToolQuestion) => ToolDecision | Promise<ToolDecision>;
  },
) {
  let group: ProcessGroup | undefined;

  async function answerHook(call: HookInput): Promise<HookJSONOutput> {
    if (call.hook_event_name !== "PreToolUse") return {};
    const answer = await host.onToolCall({
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

  const options: Options = {
    env: {
      ...host.environment,
      // The first prompt would wait for every MCP server. Porter's own is awaited all the same (alwaysLoad).
      CLAUDE_CODE_MCP_STARTUP_WAIT_MS: "0",
      CLAUDE_AGENT_SDK_CLIENT_APP: "porter",
    },
    pathToClaudeCodeExecutable: host.command,
    maxBudgetUsd: host.maxBudgetUsd,
    settingSources: ["user", "project", "local"],
    includePartialMessages: true,
    forwardSubagentText: true,

    mcpServers: host.mcpServers,
    strictMcpConfig: true,
    // By arguments, what the servers are given could be read in the process list.
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
      group = spawnGroup(spawnOptions, host.runId);
      host.onSpawn({ pid: group.pid, startTicks: startTicksOf(group.pid) });
      return group;
    },
  };

  return {
    options,
    group: () => group,
    /** Ends the process and everything below it. Resolves when they are gone. */
    async end(): Promise<void> {
      await group?.end();
    },
  };
}

// Recorded, as is the default, a context that has changed since the conversation began would be ignored.
export const systemPromptOf = (context: string): Options["systemPrompt"] => ({
  type: "preset",
  preset: "claude_code",
  append: context,
  snapshot: false,
});

// Porter's hook allows everything in that mode. The CLI's own would skip its deny rules too, and refuses root.
export const cliMode = (mode: PermissionMode): PermissionMode =>
  mode === "bypassPermissions" ? "default" : mode;
