import { readdirSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { ChannelStatus } from "../../shared/notification.ts";
import type { AgentMemory } from "../../shared/mcp-control.ts";
import { IntegrationState, type Integration } from "../../shared/integration.ts";
import type { Agents } from "../agents/service.ts";
import type { Channels } from "../channels/service.ts";
import { isSameSecret } from "../auth/secret.ts";
import type { Db } from "../db/open.ts";
import { expose, type Metric, type Sample } from "./exposition.ts";
import { createCountStore } from "./store.ts";
import { createTraffic } from "./traffic.ts";
import type { Tracing } from "./tracing.ts";

const NANOSECONDS = 1e9;
/** In ms: how fine the delay of the event loop is looked at. */
const LOOP_RESOLUTION = 100;

export type Metrics = ReturnType<typeof createMetrics>;

/** Porter in figures, read afresh at each call. */
export function createMetrics(deps: {
  db: Db;
  dataDir: string;
  version: string;
  bunVersion: string;
  process: Pick<NodeJS.Process, "memoryUsage" | "cpuUsage">;
  /** Good for the metrics and nothing else, so that a monitor need not have the owner's. */
  token: string | undefined;
  tracing: Pick<Tracing, "record">;
  agents: Pick<Agents, "load">;
  agentMemory: { all: () => Promise<AgentMemory> };
  integrations: () => Pick<Integration, "id" | "state" | "ticks">[];
  channels: Pick<Channels, "tallies"> & { status: () => Pick<ChannelStatus, "configured" | "errors"> };
  /** When the newest backup was made. */
  latestBackup: () => Date | undefined;
}) {
  const counts = createCountStore(deps.db);
  const traffic = createTraffic(deps.tracing);
  const startedAt = Date.now();
  const loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION });

  function ofProcess(): Metric[] {
    const { rss, heapUsed } = deps.process.memoryUsage();
    const { user, system } = deps.process.cpuUsage();
    loop.enable(); // From the first reading on: it wakes the process ten times a second.
    const delays = { mean: loop.mean, p99: loop.percentile(99), max: loop.max };
    loop.reset();
    return [
      gauge("porter_build_info", "Always 1.", 1, { version: deps.version, bun: deps.bunVersion }),
      gauge("process_start_time_seconds", "Since 1970.", startedAt / 1000),
      gauge("process_resident_memory_bytes", "Memory of the server's process.", rss),
      gauge("process_heap_bytes", "What JavaScript holds of it.", heapUsed),
      counter("process_cpu_seconds_total", "Processor time of the server's process.", (user + system) / 1e6),
      many("process_open_fds", "Open files and sockets.", "gauge", openFiles()),
      many(
        "porter_event_loop_delay_seconds",
        "How late the event loop was since the last reading.",
        "gauge",
        Object.entries(delays).map(([of, nanoseconds]) => ({
          labels: { of },
          value: (Number.isFinite(nanoseconds) ? nanoseconds : 0) / NANOSECONDS,
        })),
      ),
    ];
  }

  function ofData(): Metric[] {
    const { head, rows } = counts.events();
    const disk = statfsSync(deps.dataDir);
    const backup = deps.latestBackup();
    return [
      counter("porter_events_total", "The id of the newest event of the log.", head),
      gauge("porter_events_rows", "Events that the log still holds.", rows),
      gauge("porter_database_bytes", "The database file.", sizeOf("porter.db")),
      gauge("porter_database_wal_bytes", "Its write-ahead log.", sizeOf("porter.db-wal")),
      gauge("porter_data_free_bytes", "Room on the disk of the data folder.", disk.bavail * disk.bsize),
      many(
        "porter_backup_time_seconds",
        "When the newest backup was made, since 1970.",
        "gauge",
        backup ? [{ value: backup.getTime() / 1000 }] : [],
      ),
    ];
  }

  async function ofAgents(): Promise<Metric[]> {
    const { items } = await deps.agentMemory.all();
    const { running, queued, maxConcurrent } = deps.agents.load();
    const measured = items.flatMap(({ bytes }) => (bytes === null ? [] : [bytes]));
    const spent = counts.spent();
    const tokens = spent && {
      input: spent.input,
      output: spent.output,
      cache_read: spent.cacheRead,
      cache_creation: spent.cacheCreation,
    };
    return [
      many(
        "porter_sessions",
        "Sessions by status.",
        "gauge",
        counts.sessionsByStatus().map(({ status, count }) => ({ labels: { status }, value: count })),
      ),
      many(
        "porter_turns",
        "Turns of the kept sessions by status.",
        "gauge",
        counts.turnsByStatus().map(({ status, count }) => ({ labels: { status }, value: count })),
      ),
      gauge("porter_turns_running", "Turns that run now.", running),
      gauge("porter_turns_queued", "Turns that wait for room.", queued),
      gauge("porter_turns_limit", "Turns that may run at the same time.", maxConcurrent),
      gauge("porter_agent_cost_usd", "What the kept sessions have cost.", spent?.costUsd ?? 0),
      many(
        "porter_agent_tokens",
        "What the kept sessions took, by kind.",
        "gauge",
        Object.entries(tokens ?? {}).map(([kind, value]) => ({ labels: { kind }, value })),
      ),
      many("porter_agent_processes", "Processes of the Claude CLI that hold a session.", "gauge", [
        { labels: { state: "busy" }, value: items.filter(({ isIdle }) => !isIdle).length },
        { labels: { state: "idle" }, value: items.filter(({ isIdle }) => isIdle).length },
      ]),
      gauge(
        "porter_agent_memory_bytes",
        "What they hold, with all that runs below them.",
        measured.reduce((sum, bytes) => sum + bytes, 0),
      ),
      gauge(
        "porter_approvals_pending",
        "Calls and questions that wait for the owner.",
        counts.approvalsPending(),
      ),
    ];
  }

  function ofServices(): Metric[] {
    const integrations = deps.integrations();
    const ticking = integrations.flatMap(({ id, ticks }) => (ticks ? [{ id, ticks }] : []));
    const { configured, errors } = deps.channels.status();
    return [
      many(
        "porter_integration_state",
        "1 for the state that an integration is in.",
        "gauge",
        integrations.flatMap(({ id, state }) =>
          IntegrationState.options.map((one) => ({
            labels: { integration: id, state: one },
            value: one === state ? 1 : 0,
          })),
        ),
      ),
      many(
        "porter_integration_ticks_total",
        "Ticks since the start, by how they ended.",
        "counter",
        ticking.flatMap(({ id, ticks }) =>
          (["done", "failed", "skipped"] as const).map((result) => ({
            labels: { integration: id, result },
            value: ticks[result],
          })),
        ),
      ),
      many(
        "porter_integration_last_tick_seconds",
        "When the last tick began, since 1970.",
        "gauge",
        ticking.flatMap(({ id, ticks }) =>
          ticks.lastAt ? [{ labels: { integration: id }, value: ticks.lastAt.getTime() / 1000 }] : [],
        ),
      ),
      many(
        "porter_deliveries",
        "Received webhooks by state.",
        "gauge",
        counts.deliveriesByState().map(({ state, count }) => ({ labels: { state }, value: count })),
      ),
      gauge(
        "porter_notifications_unread",
        "Notifications that nobody has read.",
        counts.notificationsUnread(),
      ),
      many(
        "porter_notifications_total",
        "Notifications handed to receivers since the start, by how that ended.",
        "counter",
        deps.channels
          .tallies()
          .flatMap(({ channel, ...ends }) =>
            Object.entries(ends).map(([result, value]) => ({ labels: { channel, result }, value })),
          ),
      ),
      many(
        "porter_channel_failing",
        "1 when the last notification did not go out on this channel.",
        "gauge",
        configured.map((channel) => ({
          labels: { channel },
          value: errors.some((error) => error.channel === channel) ? 1 : 0,
        })),
      ),
    ];
  }

  const sizeOf = (name: string): number =>
    statSync(join(deps.dataDir, name), { throwIfNoEntry: false })?.size ?? 0;

  return {
    traffic,

    /** In Prometheus' text format. */
    async read(): Promise<string> {
      const agents = await ofAgents();
      return expose([...ofProcess(), ...ofData(), ...agents, ...ofServices(), ...traffic.metrics()]);
    },

    isToken: (given: string): boolean => deps.token !== undefined && isSameSecret(given, deps.token),
  };
}

const many = (name: string, help: string, type: Metric["type"], samples: readonly Sample[]): Metric => ({
  name,
  help,
  type,
  samples,
});
const gauge = (name: string, help: string, value: number, labels: Sample["labels"] = {}): Metric =>
  many(name, help, "gauge", [{ labels, value }]);
const counter = (name: string, help: string, value: number): Metric =>
  many(name, help, "counter", [{ value }]);

/** Where the system says it: on Linux. */
function openFiles(): Sample[] {
  try {
    return [{ value: readdirSync("/proc/self/fd").length }];
  } catch {
    return [];
  }
}
