import { delimiter, join } from "node:path";
import type { Integration } from "../../shared/integration.ts";
import type { Auth } from "../auth/service.ts";
import type { Calendars } from "../calendar/service.ts";
import type { Config } from "../config/load.ts";
import type { Db } from "../db/open.ts";
import { PROJECT_ROOT, type Env } from "../env.ts";
import { PorterError } from "../errors.ts";
import type { EventLog } from "../events/log.ts";
import type { Log } from "../log.ts";
import type { Notifications } from "../notifications/service.ts";
import type { Comments } from "../tasks/comments.ts";
import type { Tasks } from "../tasks/service.ts";
import { createApprovals } from "./approvals.ts";
import { describeContext, type TaskContext } from "./context.ts";
import { resolveFolder } from "./folders.ts";
import { createEventsAhead } from "./events-ahead.ts";
import type { AgentLive } from "./live.ts";
import { findAgentWarnings } from "./login.ts";
import { mcpServersOf } from "./mcp-servers.ts";
import type { IsFreeForAgents } from "./permissions.ts";
import { promptOf } from "./prompt.ts";
import { recover } from "./recovery.ts";
import { agentEnvironment } from "./runner/environment.ts";
import { killLeftover } from "./runner/process-group.ts";
import { runClaude, type AgentProcess } from "./runner/runner.ts";
import { createAgents } from "./service.ts";
import { createStores } from "./stores.ts";
import { createSupervisor } from "./supervisor.ts";
import { createToolGate } from "./tool-gate.ts";
import { createTransitions } from "./transitions.ts";

const MINUTE = 60_000;

/** Puts the parts of this room together, and in order after a crash: no process is left, no session claims to run. */
export function createAgentRoom(deps: {
  db: Db;
  events: EventLog<AgentLive>;
  auth: Auth;
  tasks: Tasks;
  comments: Pick<Comments, "list">;
  calendars: Pick<Calendars, "list" | "events">;
  notifications: Notifications;
  /** What agents may use, as it stands when a process begins. */
  integrations: () => readonly Integration[];
  isFreeForAgents: IsFreeForAgents;
  log: Log;
  config: Config;
  env: Env;
  /** The Bun that runs this server; Porter's MCP server runs under the same. */
  bun: string;
  platform: string;
  apiUrl: () => string;
}) {
  const { db, events, auth, tasks, notifications, log, env } = deps;
  const config = deps.config.agents;
  const stores = createStores(db);
  const approvals = createApprovals({ stores, events });
  const transitions = createTransitions({ stores, events, approvals, notifications });
  const toolGate = createToolGate({ stores, approvals, isFreeForAgents: deps.isFreeForAgents });

  for (const left of stores.processes.list()) {
    killLeftover(left);
    stores.processes.remove(left.pid);
  }
  recover({ stores, events, approvals, transitions });

  const environment = agentEnvironment(env.variables, deps.config.referencedVariables);
  // Behind the user's own: the tools that come with Porter, such as the fetch server of the default configuration.
  environment.PATH = [environment.PATH, join(PROJECT_ROOT, "node_modules/.bin")]
    .filter(Boolean)
    .join(delimiter);

  const eventsAhead = createEventsAhead(deps.calendars, deps.config.server.time_zone);
  const command = config.command && (Bun.which(config.command, { PATH: environment.PATH }) ?? config.command);

  function contextOf(taskId: string | null): TaskContext | undefined {
    const task = taskId === null ? undefined : tasks.find(taskId);
    if (!task) return undefined;
    const { items } = tasks.list({ parentId: task.id, sort: "manual" });
    return { task, subtasks: items, comments: deps.comments.list(task.id).items };
  }

  function openProcess(sessionId: string): AgentProcess {
    const session = stores.sessions.find(sessionId);
    if (!session) throw new PorterError("NOT_FOUND", "There is no session with this id.");
    const runId = Bun.randomUUIDv7();
    const task = contextOf(session.taskId);
    let pid: number | undefined;
    const token = auth.issueSessionToken(sessionId);
    const process = runClaude({
      runId,
      cwd: resolveFolder(session.cwd, config), // The configuration may have changed since the session was started.
      environment,
      command,
      model: session.model ?? undefined,
      permissionMode: session.permissionMode,
      maxBudgetUsd: config.max_budget_usd,
      resume: session.claudeSessionId ?? undefined,
      context: describeContext(task, deps.integrations(), eventsAhead(session, task?.task)),
      mcpServers: mcpServersOf(config.mcp, { bun: deps.bun, apiUrl: deps.apiUrl(), token }),
      onToolCall: toolGate.answerFor(sessionId),
      onSpawn: (started) => {
        pid = started.pid;
        stores.processes.insert({ ...started, runId });
      },
    });
    return {
      ...process,
      end: async () => {
        await process.end();
        auth.revoke(token);
        if (pid !== undefined) stores.processes.remove(pid);
      },
    };
  }

  const supervisor = createSupervisor({
    stores,
    approvals,
    transitions,
    events,
    log,
    limits: { maxConcurrent: config.max_concurrent, idleMs: config.idle_minutes * MINUTE },
    command: config.command,
    openProcess,
    promptOf: (turn, isWarm) => promptOf(turn, isWarm, stores),
  });
  const warnings = findAgentWarnings({ ...env, platform: deps.platform, command: config.command });
  const agents = createAgents({
    stores,
    transitions,
    supervisor,
    toolGate,
    tasks,
    eventsAhead,
    config,
    warnings,
  });
  return { agents, supervisor };
}
