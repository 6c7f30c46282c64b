import { join } from "node:path";
import { version } from "../package.json";
import { isLoopback } from "../shared/loopback.ts";
import { keepApprovalTimer } from "./agents/inbox.ts";
import { keepLimitTimer } from "./agents/limit-timer.ts";
import type { AgentLive } from "./agents/live.ts";
import { createAgentRoom } from "./agents/room.ts";
import { createApp } from "./app.ts";
import { loadOwnerToken } from "./auth/owner-token.ts";
import { createAuth } from "./auth/service.ts";
import { createTokens } from "./auth/tokens.ts";
import { readQuietHours } from "./calendar/quiet-hours.ts";
import { keepEventReminders } from "./calendar/reminders.ts";
import { createCalendars } from "./calendar/service.ts";
import { createChannelRoom } from "./channels/room.ts";
import { loadConfig } from "./config/load.ts";
import { listBackups } from "./db/backup.ts";
import { backupsFolder } from "./db/data-files.ts";
import { holdDataDir, prepareDataDir } from "./db/instance.ts";
import { openDatabase } from "./db/open.ts";
import { explainOpening } from "./db/start-check.ts";
import { troubleOf } from "./db/trouble.ts";
import { PROJECT_ROOT, readEnv } from "./env.ts";
import { StartError } from "./errors.ts";
import { createEventLog } from "./events/log.ts";
import { createSteadyClock } from "./events/steady-clock.ts";
import { addressOf } from "./http/address.ts";
import { builtIns } from "./integrations/registry.ts";
import { createIntegrationRoom } from "./integrations/room.ts";
import { surviveStrays } from "./integrations/strays.ts";
import { createWebhookRoom } from "./integrations/webhooks/room.ts";
import { createLog } from "./log.ts";
import { createNotifications } from "./notifications/service.ts";
import { keepSnoozeTimer } from "./notifications/snooze-timer.ts";
import { createSearch } from "./search/service.ts";
import { createMetrics } from "./system/metrics.ts";
import { createBackups } from "./system/backups.ts";
import { createSystem } from "./system/service.ts";
import { createTracing } from "./system/tracing.ts";
import { traceTurns } from "./system/turn-spans.ts";
import { keepAlarmClock } from "./tasks/alarm-clock.ts";
import { createComments } from "./tasks/comments.ts";
import { createTasks } from "./tasks/service.ts";
import { createFeed } from "./trpc/feed.ts";
import { createViews } from "./views/service.ts";

const HOUR = 3_600_000;
/** A stop that takes longer than this is forced, in ms. */
const STOP_LIMIT = 10_000;
/** For answers that are under way, and for streams to end instead of being cut, in ms. */
const LAST_ANSWERS = 500;

try {
  start();
} catch (error) {
  const words = explainStart(error);
  if (words === undefined) throw error;
  process.stderr.write(`${words}\n`);
  process.exit(1);
}

/** Puts the parts together. Nothing else in the server has effects of its own at import. */
function start(): void {
  const env = readEnv(process.env);
  const config = loadConfig(env, builtIns);
  requireSafeHost(config.server);
  const log = createLog(env.logLevel);
  for (const warning of config.warnings) log.warn({ subject: warning.subject }, warning.message);

  prepareDataDir(env.dataDir);
  const hold = holdDataDir(env.dataDir, process.pid);
  const migrations = join(PROJECT_ROOT, "drizzle");
  const database = openDatabase({ dataDir: env.dataDir, migrations });
  const { db } = database;
  const events = createEventLog<AgentLive>({ db });
  // Before anything is written by a clock that may be wrong.
  const steadyClock = createSteadyClock({ from: events.rightAt() });
  const tokens = createTokens({ db, events, log });
  const ownerToken = loadOwnerToken(env.dataDir, env.ownerToken);
  const auth = createAuth({ db, ownerToken, steadyClock, onTokenUse: tokens.noteUse });
  const notifications = createNotifications({ db, events });
  const timeZone = config.server.time_zone;
  const tasks = createTasks({ db, events, notifications, timeZone });
  const comments = createComments({ db, events, tasks });
  const calendars = createCalendars({ db, events, timeZone });
  const { quiet_hours } = config.calendar;
  const quietHours = quiet_hours === undefined ? undefined : readQuietHours(quiet_hours);
  const views = createViews({ db, events });
  const search = createSearch({ db, calendars });

  const stopping = new AbortController();
  let address = addressOf(config.server.host, config.server.port, config.server.public_url);
  const { supervisor, services: agentServices } = createAgentRoom({
    db,
    events,
    auth,
    tasks,
    comments,
    calendars,
    notifications,
    integrations: () => integrations.list().items,
    isFreeForAgents: (id, action) => integrations.isFreeForAgents(id, action),
    undoActions: () => integrations,
    log,
    config,
    env,
    platform: process.platform,
    apiUrl: () => address.localOrigin,
    stopping: stopping.signal,
  });
  const { agents, approvals, drafts, folders, profiles, usage } = agentServices;
  const integrationRoom = createIntegrationRoom({
    db,
    events,
    tasks,
    calendars,
    notifications,
    config: config.integrations,
    missingVariables: config.missingVariables,
    reread: () => loadConfig(env, builtIns),
    timeZone,
    publicUrl: config.server.public_url,
    dataDir: env.dataDir,
    vaultKey: env.vaultKey,
    log,
    hasWebhookSecret: (id) => webhooks.secrets.has(id),
    onTick: (id, tick) =>
      tracing.record({ ...tick, name: "integration tick", attributes: { "porter.integration": id } }),
    mayAgentRun: agents.mayRun,
  });
  const { integrations, host, vault } = integrationRoom;
  const webhooks = createWebhookRoom({ db, events, notifications, host, vault, log, steadyClock });
  const { channels, run: runChannels } = createChannelRoom({
    db,
    events,
    notifications,
    config: config.channels,
    publicUrl: config.server.public_url,
    dataDir: env.dataDir,
    log,
    signal: stopping.signal,
  });
  const backups = createBackups({
    dataDir: env.dataDir,
    migrations,
    config: config.backup,
    found: database.warnings,
    notifications,
    log,
  });
  const system = createSystem({
    version,
    backups,
    agents,
    auth,
    configWarnings: config.warnings,
    integrations: () => integrations.list().items,
    repairs: () => integrations.repairs().items,
    publicOrigin: () => address.publicOrigin,
    callbackOrigin: () => address.callbackOrigin,
  });
  const tracing = createTracing({ variables: env.variables, version, log });
  const metrics = createMetrics({
    tracing,
    db,
    dataDir: env.dataDir,
    version,
    bunVersion: Bun.version,
    process,
    token: env.metricsToken,
    agents,
    agentMemory: agentServices.agentMemory,
    integrations: () => integrations.list().items,
    channels,
    latestBackup: () => listBackups(backupsFolder(env.dataDir))[0]?.createdAt,
  });
  const feed = createFeed({
    events: { ...events, follow: (options) => metrics.traffic.stream(events.follow(options)) },
    tasks,
    comments,
    agents,
    drafts,
    profiles,
    tokens,
    notifications,
    views,
    integrations,
    deliveries: webhooks.deliveries,
    calendars,
    usage,
    stopping: stopping.signal,
  });
  const app = createApp({
    services: {
      ...agentServices,
      auth,
      calendars,
      channels,
      comments,
      deliveries: webhooks.deliveries,
      feed,
      integrations,
      metrics,
      notifications,
      search,
      system,
      tasks,
      tokens,
      views,
      webhookSecrets: webhooks.secrets,
    },
    webhooks,
    webFolder: join(PROJECT_ROOT, "client/dist/web"),
    address: () => address,
    trustedProxies: config.server.trusted_proxies,
    stopping: stopping.signal,
    log,
  });

  const prune = () => {
    const now = steadyClock.now();
    const before = new Date(now.getTime() - config.events.max_age_days * 24 * HOUR);
    events.prune({ before, keep: config.events.max_rows });
    folders
      .sweepSnapshots(now)
      .catch((error: unknown) => log.error({ err: error }, "old snapshots of folders could not be removed"));
  };
  prune();
  const pruning = setInterval(prune, HOUR);

  const port = listen();
  address = addressOf(config.server.host, port, config.server.public_url);
  hold.announce(address.localOrigin);
  // Before the line is printed: whoever has read it may end the server at once, in order.
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  supervisor.pump();
  surviveStrays(process, log);
  integrationRoom.start();
  webhooks.start();
  const { signal } = stopping;
  if (database.isUnchecked) void backups.check();
  const followers = Promise.all([
    runChannels(),
    traceTurns({ db, events, tracing, signal }),
    keepSnoozeTimer({ notifications, events, log, signal }),
    backups.keep({ events, signal }),
    keepApprovalTimer({ approvals, steadyClock, events, log, signal }),
    keepLimitTimer({ usage, events, log, signal }),
    keepAlarmClock({ db, tasks, notifications, timeZone, events, log, signal }),
    keepEventReminders({ db, notifications, timeZone, quietHours, events, log, signal }),
  ]).catch((error: unknown) => log.error({ err: error }, "notifications are not handed out any more"));
  process.stdout.write(
    `Porter serves on ${address.publicOrigin}. Sign in (once, within 10 minutes): ${system.signInLink()}\n`,
  );

  function listen(): number {
    try {
      // Without a hostname it would listen on all interfaces.
      app.listen({ hostname: config.server.host, port: config.server.port });
    } catch (cause) {
      const isTaken = cause instanceof Error && "code" in cause && cause.code === "EADDRINUSE";
      const reason = isTaken ? "another program has it" : String(cause);
      throw new StartError(
        `Port ${config.server.port} on ${config.server.host} cannot be used: ${reason}. PORTER_PORT or [server] port sets another.`,
        { cause },
      );
    }
    const bound = app.server?.port;
    if (bound === undefined) throw new StartError("The server did not start to listen.");
    return bound;
  }

  function stop(): void {
    if (stopping.signal.aborted) process.exit(1); // the second signal
    stopping.abort();
    setTimeout(() => process.exit(1), STOP_LIMIT).unref();
    clearInterval(pruning);
    Promise.all([supervisor.stop(), integrationRoom.stop(), webhooks.stop()])
      .then(() => Promise.race([app.stop(), Bun.sleep(LAST_ANSWERS)]))
      .then(() => app.server && app.stop(true))
      .then(() => followers)
      .then(() => tracing.stop())
      .then(() => {
        database.close();
        hold[Symbol.dispose]();
        process.exit(0);
      })
      .catch((error: unknown) => {
        log.error({ err: error }, "the stop did not go as it should");
        process.exit(1);
      });
  }
}

/** Why it did not start, for people; undefined for a mistake of Porter's own. */
function explainStart(error: unknown): string | undefined {
  if (error instanceof StartError) return error.message;
  // A start writes to the database after it has opened it, too.
  return troubleOf(error) && explainOpening(readEnv(process.env).dataDir, error).message;
}

/** Who reaches this port can run commands on this machine. */
function requireSafeHost({ host, public_url }: { host: string; public_url?: string | undefined }): void {
  if (isLoopback(host) || public_url) return;
  throw new StartError(
    `Porter listens on loopback only (host is "${host}"), unless public_url says under which address it is reached, for instance through a reverse proxy with https.`,
  );
}
