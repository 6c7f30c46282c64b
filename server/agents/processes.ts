import type { Auth } from "../auth/service.ts";
import type { Config } from "../config/load.ts";
import { createPatientWriter } from "../db/patient-writer.ts";
import { onceWritable } from "../db/trouble.ts";
import { PorterError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Approvals } from "./approvals.ts";
import { textOfParts } from "./context.ts";
import { deniedTools, refuseDenied } from "./denied-tools.ts";
import { resolveFolder } from "./folders.ts";
import { mcpServersOf } from "./mcp-servers.ts";
import { besideProxy } from "./runner/environment.ts";
import { parkClaude, type ParkedClaude } from "./runner/parked.ts";
import {
  runClaude,
  type AgentProcess,
  type Steering,
  type ToolDecision,
  type ToolQuestion,
} from "./runner/runner.ts";
import type { createOffers } from "./steering.ts";
import { steeringOf } from "./steering.ts";
import type { SessionSetupStore } from "./store/session-setup.ts";
import type { Stores } from "./stores.ts";
import type { createTold } from "./told.ts";
import type { ToolGate } from "./tool-gate.ts";

/** A process that serves a session, and what it was opened with. */
export type OpenProcess = { process: AgentProcess; steering: Steering };

/** Opens the CLI for sessions: a new one, or one that was parked ahead. */
export function createProcesses(deps: {
  stores: Stores;
  auth: Pick<Auth, "issueSessionToken" | "issueUnboundToken" | "bindToken" | "revoke">;
  approvals: Pick<Approvals, "withdrawHeld">;
  toolGate: Pick<ToolGate, "answerFor">;
  setups: Pick<SessionSetupStore, "find">;
  told: Pick<ReturnType<typeof createTold>, "parts">;
  offers: ReturnType<typeof createOffers>;
  config: Config["agents"];
  environment: Record<string, string>;
  command: string | undefined;
  homeDir: string;
  apiUrl: () => string;
  log: Log;
}) {
  const { stores, auth, config, environment, command } = deps;
  const write = createPatientWriter(deps.log);

  const serversFor = (token: string, off: readonly string[]) =>
    mcpServersOf(config.mcp, { apiUrl: deps.apiUrl(), token }, off);

  function plan(sessionId: string) {
    const session = stores.sessions.find(sessionId);
    if (!session) throw new PorterError("NOT_FOUND", "There is no session with this id.");
    const setup = deps.setups.find(sessionId) ?? { allowedTools: [], mcpOff: [] };
    const denied = deniedTools(setup);
    const steering = steeringOf(session);
    // The CLI takes a parked plan only in the mode in which it was made; the yes to it has changed the session's already.
    if (stores.approvals.findParked(sessionId)?.toolName === "ExitPlanMode") steering.permissionMode = "plan";
    return {
      resume: session.claudeSessionId ?? undefined,
      denied,
      mcpOff: setup.mcpOff,
      steering,
      options: {
        ...steering,
        cwd: resolveFolder(session.cwd, config), // The configuration may have changed since the session was started.
        context: textOfParts(deps.told.parts(session)),
        onToolCall: refuseDenied(denied, session.cwd, askGate(sessionId)),
        onCommands: (reported: Parameters<typeof deps.offers.noteCommands>[1]) =>
          write(() => deps.offers.noteCommands(sessionId, reported)),
        onModels: deps.offers.noteModels,
      },
    };
  }

  /** A call that waits for the owner waits for the database first: unanswered, it would be refused. */
  function askGate(sessionId: string) {
    const answer = deps.toolGate.answerFor(sessionId);
    return async (question: ToolQuestion): Promise<ToolDecision> =>
      onceWritable(
        () => answer(question),
        (error) =>
          deps.log.error({ sessionId, err: error }, "a tool call waits until it can be written down"),
      );
  }

  /** The record is there before anything else can go wrong, so that no start of the server can miss the process. */
  function recorded() {
    const runId = Bun.randomUUIDv7();
    let pid: number | undefined;
    return {
      options: {
        runId,
        environment: besideProxy(environment, new URL(deps.apiUrl()).hostname),
        command,
        maxBudgetUsd: config.max_budget_usd,
        onSpawn: (started: { pid: number; startTicks: string }) => {
          pid = started.pid;
          stores.processes.insert({ ...started, runId });
        },
      },
      forget: () => {
        if (pid !== undefined) stores.processes.remove(pid);
      },
    };
  }

  /** That a process has ended is not undone by a database that cannot be written: its turn waits to end, too. */
  const noteEnd = (work: () => void): Promise<void> =>
    onceWritable(work, (error) =>
      deps.log.error({ err: error }, "the end of an agent's process waits until it can be written down"),
    );

  /** Its token is good for as long as it lives. */
  const serving = (
    sessionId: string,
    token: string,
    process: AgentProcess,
    forget: () => void,
  ): AgentProcess => ({
    ...process,
    end: async () => {
      await process.end();
      await noteEnd(() => {
        deps.approvals.withdrawHeld("porter", sessionId);
        auth.revoke(token);
        forget();
      });
    },
  });

  async function park(signal: AbortSignal) {
    const { options, forget } = recorded();
    const token = auth.issueUnboundToken();
    const discard = () => {
      auth.revoke(token);
      forget();
    };
    const mcpServers = serversFor(token, []);
    let parked: ParkedClaude;
    try {
      parked = await parkClaude({ ...options, mcpServers, homeDir: deps.homeDir, signal });
    } catch (error) {
      await noteEnd(discard);
      throw error;
    }
    return {
      ...parked,
      token,
      forget,
      end: async () => {
        await parked.end();
        await noteEnd(discard);
      },
    };
  }

  return {
    /** Throws a PorterError that says why it cannot. */
    open(sessionId: string): OpenProcess {
      const { options, steering, resume, denied, mcpOff } = plan(sessionId);
      const { options: host, forget } = recorded();
      const token = auth.issueSessionToken(sessionId);
      const mcpServers = serversFor(token, mcpOff);
      try {
        const process = runClaude({ ...host, ...options, mcpServers, resume, deniedTools: denied });
        return { process: serving(sessionId, token, process, forget), steering };
      } catch (error) {
        auth.revoke(token);
        throw error;
      }
    },

    park,

    /** Whether a process that was started ahead can serve it: what it was started with is what every new session has. */
    canTakeParked(sessionId: string): boolean {
      const { resume, denied, mcpOff } = plan(sessionId);
      return resume === undefined && denied.length === 0 && mcpOff.length === 0;
    },

    /** Undefined when the process refuses the session, such as in a folder whose settings name a model; it is gone then. */
    async take(
      parked: Awaited<ReturnType<typeof park>>,
      sessionId: string,
    ): Promise<OpenProcess | undefined> {
      const { options, steering } = plan(sessionId);
      try {
        auth.bindToken(parked.token, sessionId);
        const process = await parked.take(options);
        return { process: serving(sessionId, parked.token, process, parked.forget), steering };
      } catch (error) {
        deps.log.debug({ sessionId, err: error }, "the spare process does not fit the session");
        await parked.end();
        return undefined;
      }
    },
  };
}
