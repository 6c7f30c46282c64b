import { delimiter, join } from "node:path";
import type { Integration } from "../../shared/integration.ts";
import type { Auth } from "../auth/service.ts";
import type { Calendars } from "../calendar/service.ts";
import type { Config } from "../config/load.ts";
import type { Db } from "../db/open.ts";
import { PROJECT_ROOT, type Env } from "../env.ts";
import type { EventLog } from "../events/log.ts";
import type { Log } from "../log.ts";
import type { Notifications } from "../notifications/service.ts";
import type { Comments } from "../tasks/comments.ts";
import type { Tasks } from "../tasks/service.ts";
import { createAgentTools } from "./agent-tools.ts";
import { createApprovals } from "./approvals.ts";
import { createChanges } from "./changes.ts";
import { createBudgets } from "./budgets.ts";
import { createFolderDiffs } from "./folder-diff.ts";
import { createConversationPages } from "./conversation-pages.ts";
import { createHistory } from "./history.ts";
import { createImports } from "./import.ts";
import { createEventsAhead } from "./events-ahead.ts";
import { createApprovalInbox } from "./inbox.ts";
import { createHolding } from "./holding.ts";
import type { AgentLive } from "./live.ts";
import { findAgentWarnings } from "./login.ts";
import { createMcpControl } from "./mcp-control.ts";
import { createMemory } from "./memory.ts";
import type { IsFreeForAgents } from "./permissions.ts";
import { createProfiles } from "./profiles.ts";
import { createDrafts } from "./drafts.ts";
import { createFolderFiles } from "./folder-files.ts";
import { createPlanLimits, goOnPrompt } from "./plan-limits.ts";
import { createProcesses } from "./processes.ts";
import { restoreParkedCall } from "./parked-call.ts";
import { findLost, findUnheard, promptOf } from "./prompt.ts";
import { createQueue } from "./queue.ts";
import { recover } from "./recovery.ts";
import { agentEnvironment } from "./runner/environment.ts";
import { createGit } from "./runner/git.ts";
import { killLeftover, measureMarked } from "./runner/process-group.ts";
import { listGitFiles } from "./runner/git-files.ts";
import { createAgents } from "./service.ts";
import { createSpare } from "./spare.ts";
import { createOffers, createSteer } from "./steering.ts";
import { createSlashCommandStore } from "./store/commands.ts";
import { createProfileStore } from "./store/profiles.ts";
import { createSessionSetupStore } from "./store/session-setup.ts";
import { createChildStore } from "./store/children.ts";
import { createStores } from "./stores.ts";
import { createSupervisor } from "./supervisor.ts";
import { createToolGate } from "./tool-gate.ts";
import { createTold } from "./told.ts";
import { createTransitions } from "./transitions.ts";
import { createUndo, type ActionUndo } from "./undo.ts";
import { createUsage } from "./usage.ts";
import { createWorkingFolders } from "./working-folders.ts";
import { createWorktrees } from "./worktrees.ts";

const MINUTE = 60_000;
const MEGABYTE = 1024 * 1024;
/** What a process that serves nothing yet holds, about. */
const SPARE_BYTES = 200 * MEGABYTE;
const HOUR = 60 * MINUTE;

/** Puts the parts of this room together, and in order after a crash: no process is left, no session claims to run. */
export function createAgentRoom(deps: {
  db: Db;
  events: EventLog<AgentLive>;
  auth: Auth;
  tasks: Tasks;
  comments: Pick<Comments, "list" | "describe" | "remove">;
  calendars: Pick<Calendars, "list" | "events">;
  notifications: Notifications;
  /** What agents may use, as it stands when a process begins. */
  integrations: () => readonly Integration[];
  isFreeForAgents: IsFreeForAgents;
  undoActions: () => ActionUndo;
  log: Log;
  config: Config;
  env: Env;
  platform: string;
  apiUrl: () => string;
  stopping: AbortSignal;
}) {
  const { db, events, auth, tasks, notifications, log, env } = deps;
  const config = deps.config.agents;
  const stores = createStores(db);
  const commands = createSlashCommandStore(db);
  const offers = createOffers({ commands, events });
  const approvals = createApprovals({ stores, events, limitMs: config.approval_hours * HOUR });
  const timeZone = deps.config.server.time_zone;
  const budgets = createBudgets({ stores, events, notifications, config, timeZone });
  const planLimits = createPlanLimits({ stores, events });
  const transitions = createTransitions({
    stores,
    events,
    approvals,
    notifications,
    budgets,
    resumesAtReset: config.resume_at_reset,
  });
  const toolGate = createToolGate({
    stores,
    approvals,
    transitions,
    isFreeForAgents: deps.isFreeForAgents,
  });

  for (const left of stores.processes.list()) {
    killLeftover(left);
    stores.processes.remove(left.pid);
  }
  approvals.withdrawHeld("porter");
  recover({ stores, events, approvals, transitions });

  const environment = agentEnvironment(env.variables, deps.config.referencedVariables);
  // Behind the user's own: the tools that come with Porter, such as the fetch server of the default configuration.
  environment.PATH = [environment.PATH, join(PROJECT_ROOT, "node_modules/.bin")]
    .filter(Boolean)
    .join(delimiter);

  const eventsAhead = createEventsAhead(deps.calendars, deps.config.server.time_zone);
  const command = config.command && (Bun.which(config.command, { PATH: environment.PATH }) ?? config.command);

  const setups = createSessionSetupStore(db);
  const openGit = createGit(environment);
  const worktreesRoot = join(env.dataDir, "worktrees");
  const withWorktrees = { ...config, allowed_dirs: [...config.allowed_dirs, worktreesRoot] };
  const worktrees = createWorktrees({ openGit, root: worktreesRoot });
  const profiles = createProfiles({
    store: createProfileStore(db),
    events,
    config,
    worktrees,
    folders: withWorktrees,
    homeDir: env.homeDir,
  });
  const told = createTold({
    stores,
    setups,
    events,
    tasks,
    comments: deps.comments,
    integrations: deps.integrations,
    eventsAhead,
    profiles,
    release: (sessionId) => supervisor.release(sessionId),
  });
  const folders = createWorkingFolders({
    stores,
    setups,
    events,
    config,
    openGit,
    log,
    worktrees,
    diffs: createFolderDiffs({ openGit, root: join(env.dataDir, "snapshots") }),
    release: (sessionId) => supervisor.release(sessionId),
  });

  const processes = createProcesses({
    stores,
    auth,
    approvals,
    toolGate,
    setups,
    told,
    offers,
    config: withWorktrees,
    environment,
    command,
    homeDir: env.homeDir,
    apiUrl: deps.apiUrl,
    log,
  });
  const claudeFolder = environment.CLAUDE_CONFIG_DIR ?? join(env.homeDir, ".claude");
  const spare = createSpare({
    isOn: config.spare,
    park: processes.park,
    hasRoom: () => agentMemory.hasRoom(SPARE_BYTES),
    log,
  });
  const supervisor = createSupervisor({
    stores,
    approvals,
    transitions,
    planLimits,
    holdBack: (turn) => usage.holdBack(turn),
    events,
    log,
    limits: { maxConcurrent: config.max_concurrent, idleMs: config.idle_minutes * MINUTE },
    command: config.command,
    beyondMemory: (runIds) => agentMemory.beyondLimit(runIds),
    openProcess: processes.open,
    spare,
    takeSpare: async (sessionId) => {
      if (spare.runId() === undefined) return undefined; // What the session needs is gathered below; that takes a moment.
      const parked = processes.canTakeParked(sessionId) ? spare.take() : undefined;
      return parked && processes.take(parked, sessionId);
    },
    prepareFolder: folders.prepare,
    restoreParkedCall: (sessionId) => restoreParkedCall(sessionId, { stores, transitions, claudeFolder }),
    findUnheard: (turn) => findUnheard(turn, stores),
    findLost: (turn) => findLost(turn, { ...stores, commands }),
    promptOf: (turn, unheard) => goOnPrompt(turn, stores) ?? promptOf(turn, unheard, stores),
  });
  const imports = createImports({ stores, events, config, claudeFolder, log, stopping: deps.stopping });
  const usage = createUsage({
    stores,
    transitions,
    holding: createHolding({ stores, events, transitions }),
    budgets,
    planLimits,
    tasks,
    events,
    timeZone,
    pump: supervisor.pump,
  });
  const warnings = findAgentWarnings({ ...env, platform: deps.platform, command: config.command });
  const pages = createConversationPages({
    messages: stores.messages,
    unfinished: supervisor.unfinished,
    isImporting: imports.isFilling,
  });
  const agents = createAgents({
    stores,
    transitions,
    supervisor,
    toolGate,
    tasks,
    eventsAhead,
    config,
    profiles,
    setups,
    warnings,
    pages,
  });
  const inbox = createApprovalInbox({ stores, transitions, supervisor, config });
  const queue = createQueue({ stores, events, transitions, supervisor });
  const steer = createSteer({ stores, commands, offers, transitions, supervisor, folders: withWorktrees });
  const folderFiles = createFolderFiles({
    stores,
    folders: withWorktrees,
    listGitFiles: (folder) => listGitFiles(folder, environment),
  });
  const drafts = createDrafts({ db, events });
  imports
    .goOn()
    .catch((error: unknown) => log.error({ err: error }, "an import that was cut off does not go on"));
  const history = createHistory({ stores, events, imports, pages, setups, claudeFolder });
  const undo = createUndo({
    events,
    tasks,
    comments: deps.comments,
    notifications,
    actions: deps.undoActions,
  });
  const changes = createChanges({
    events,
    sessions: stores.sessions,
    tasks,
    comments: deps.comments,
    notifications,
    undo,
  });
  const agentMemory = createMemory({
    measure: measureMarked,
    running: supervisor.processes,
    spare: spare.runId,
    idleLimitBytes: config.idle_memory_mb * MEGABYTE,
  });
  const mcpControl = createMcpControl({
    configured: Object.keys(config.mcp),
    sessions: stores.sessions,
    setups,
    transitions,
    supervisor,
    memory: agentMemory,
  });
  const agentTools = createAgentTools({
    setups,
    events,
    agents,
    children: createChildStore(db),
    transitions,
    notifications,
    config,
  });
  return {
    supervisor,
    services: {
      agents,
      agentMemory,
      agentTools,
      approvals: inbox,
      changes,
      drafts,
      folderFiles,
      folders,
      history,
      mcpControl,
      profiles,
      queue,
      spare: { expect: spare.expect },
      steer,
      told,
      usage,
    },
  };
}

/** What the router calls, each under its own key. */
export type AgentServices = ReturnType<typeof createAgentRoom>["services"];
