import type { SpareProcess } from "@anthropic-ai/claude-agent-sdk/core";
import { cliMode, createHost, systemPromptOf, type HostOptions } from "./host.ts";
import { createPromptInbox } from "./prompt-inbox.ts";
import { driveClaude, type AgentProcess, type SessionOptions } from "./runner.ts";
import { agentSdk } from "./sdk.ts";

/** How long it may take to become a session's, in ms. It needs 150. */
const TAKE_PATIENCE = 10_000;

/** A CLI that is up and waits to be told whose session it serves. */
export type ParkedClaude = Awaited<ReturnType<typeof parkClaude>>;

/**
 * Starts a CLI ahead. It is connected to the MCP server that a first prompt waits for; all others are started by the CLI
 * when it is taken.
 * @throws when it does not come up; nothing of it is left then
 */
export async function parkClaude(options: HostOptions & { homeDir: string; signal: AbortSignal }) {
  const { runId } = options;
  let onToolCall: SessionOptions["onToolCall"] = () => {
    throw new Error("a CLI that serves no session has asked about a tool call");
  };
  const host = createHost({
    ...options,
    onToolCall: (question) => onToolCall(question),
  });
  let spare: SpareProcess;
  const giveUp = () => void host.end();
  options.signal.addEventListener("abort", giveUp);
  try {
    // The permission mode and the context stand here so that they can be set later.
    spare = await agentSdk().prewarm({
      options: {
        ...host.options,
        cwd: options.homeDir,
        permissionMode: "default",
        systemPrompt: systemPromptOf(""),
      },
    });
  } catch (error) {
    await host.end();
    throw error;
  } finally {
    options.signal.removeEventListener("abort", giveUp);
  }
  spare.claimed.catch(() => undefined); // Whoever takes it hears of it below.

  async function end(): Promise<void> {
    await host.end();
    spare.close();
  }

  return {
    runId,
    /** Settles when the process has ended. */
    exited: spare.exited,
    end,

    /**
     * Makes it the process of a session, once.
     * @throws when it does not fit, such as into a folder whose settings name a model; nothing of it is left then
     */
    async take(session: SessionOptions): Promise<AgentProcess> {
      const { cwd, model, effort, permissionMode, context } = session;
      onToolCall = session.onToolCall;
      const inbox = createPromptInbox();
      const tooLong = setTimeout(() => void end(), TAKE_PATIENCE);
      try {
        const query = spare.claim({
          prompt: inbox,
          options: {
            cwd,
            model,
            permissionMode: cliMode(permissionMode),
            appendSystemPrompt: context,
            settings: effort && { effortLevel: effort },
          },
        });
        await spare.claimed;
        return driveClaude({ ...session, runId, host, session: query, inbox });
      } catch (error) {
        await end();
        throw error;
      } finally {
        clearTimeout(tooLong);
      }
    },
  };
}
