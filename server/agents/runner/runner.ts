import { setImmediate as othersTurn } from "node:timers/promises";
import type { Query, SDKControlInitializeResponse, SDKMessage } from "@anthropic-ai/claude-agent-sdk/core";
import type { Effort, McpServerState, PermissionMode, SlashCommand } from "../../../shared/session.ts";
import type { McpTool } from "../../../shared/mcp-control.ts";
import type { ModelChoice } from "../../../shared/steer.ts";
import { toCommands, toModelChoices } from "./offers.ts";
import { cliMode, createHost, systemPromptOf, type Host, type HostOptions } from "./host.ts";
import { createPromptInbox, type Prompt, type PromptInbox } from "./prompt-inbox.ts";
import { agentSdk } from "./sdk.ts";
import type { ToolDecision, ToolQuestion } from "./tool-question.ts";

export type { ToolDecision, ToolQuestion };

/** What may be changed in a live process; undefined: the CLI's own choice. */
export type Steering = {
  model: string | undefined;
  effort: Effort | undefined;
  permissionMode: PermissionMode;
};

/** What a process is told of the session that it serves. */
export type SessionOptions = Steering & {
  cwd: string;
  /** Added to the CLI's own system prompt. */
  context: string;
  onToolCall: (question: ToolQuestion) => ToolDecision | Promise<ToolDecision>;
  /** Called when the CLI is up, and again when it has found more commands. */
  onCommands: (commands: SlashCommand[]) => void;
  onModels: (models: ModelChoice[]) => void;
};

type RunOptions = HostOptions &
  SessionOptions & {
    /** The CLI's id of the conversation to go on with. */
    resume: string | undefined;
    /** Permission rules of the CLI; what they name is denied in every mode. */
    deniedTools: string[];
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
  /** Returns the id that the result which answers it names. */
  send: (prompt: Prompt) => string;
  /** Whether the CLI has this command; known once it is up. False for one that did not come up. */
  hasCommand: (name: string) => Promise<boolean>;
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

/** Starts the Claude CLI through the Agent SDK, behind Porter's small interface. */
export function runClaude(options: RunOptions): AgentProcess {
  const inbox = createPromptInbox();
  const host = createHost(options);
  const session = agentSdk().query({
    prompt: inbox,
    options: {
      ...host.options,
      cwd: options.cwd,
      model: options.model,
      effort: options.effort,
      permissionMode: cliMode(options.permissionMode),
      resume: options.resume,
      systemPrompt: systemPromptOf(options.context),
      disallowedTools: options.deniedTools,
    },
  });
  return driveClaude({ ...options, host, session, inbox });
}

/** A process of the CLI that serves a session from now on. */
export function driveClaude(
  options: Pick<SessionOptions, "onCommands" | "onModels"> & {
    runId: string;
    host: Host;
    session: Query;
    inbox: PromptInbox;
  },
): AgentProcess {
  const { host, session, inbox } = options;
  let ending: Promise<void> | undefined;
  let commands: SlashCommand[] = [];
  const up = reportOffers();

  async function reportOffers(): Promise<void> {
    let offered: SDKControlInitializeResponse;
    try {
      offered = await session.initializationResult();
      await othersTurn(); // The SDK hands the prompt over now; writing all this down would hold it up.
    } catch {
      return; // It could not be started: its messages say so.
    }
    noteCommands(offered.commands);
    options.onModels(toModelChoices(offered.models));
  }

  function noteCommands(reported: SDKControlInitializeResponse["commands"]): void {
    commands = toCommands(reported);
    options.onCommands(commands);
  }

  async function* messages(): AsyncGenerator<SDKMessage> {
    for await (const message of session) {
      if (message.type === "system" && message.subtype === "commands_changed") noteCommands(message.commands);
      yield message;
    }
  }

  return {
    messages: messages(),
    send: inbox.push,
    hasCommand: async (name) => {
      await up;
      return commands.some((command) => command.name === name);
    },
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
    stderrTail: () => host.group()?.stderrTail() ?? "",
    exit: () => host.group()?.exit(),
  };

  async function endProcess(): Promise<void> {
    inbox.close();
    await host.end();
    session.close();
  }
}
