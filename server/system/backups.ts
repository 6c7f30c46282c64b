import type { Warning } from "../config/references.ts";
import { listBackups, pruneBackups } from "../db/backup.ts";
import { backupsFolder } from "../db/data-files.ts";
import { runInWorker } from "../db/run-in-worker.ts";
import { troubleOf } from "../db/trouble.ts";
import type { EventLog } from "../events/log.ts";
import { keepTimer } from "../events/timer.ts";
import type { Log } from "../log.ts";
import type { Notifications } from "../notifications/service.ts";

const HOUR = 3_600_000;
/** Not before this after a start, in ms: a start has enough to do, and one that fails again and again makes none. */
const FIRST_AFTER = 600_000;
/** After a failure, in ms. */
const AGAIN_AFTER = HOUR;

const NOTICE = "system:backup";

export type Backups = ReturnType<typeof createBackups>;

/** Makes backups at their time, beside the server, and knows what is wrong with them and with the database. */
export function createBackups(deps: {
  dataDir: string;
  migrations: string;
  config: { every_hours: number; keep: number };
  /** What was found of the database at the start. */
  found: readonly string[];
  notifications: Pick<Notifications, "notify" | "resolve">;
  log: Log;
}) {
  const { dataDir, migrations, config, notifications, log } = deps;
  const folder = backupsFolder(dataDir);
  const startedAt = Date.now();
  let running: Promise<void> | undefined;
  let failure: { message: string; at: number } | undefined;
  let damage: string | undefined;

  /** Those of the future are of a clock that was wrong. */
  const newest = (now: Date) => listBackups(folder).find(({ createdAt }) => createdAt <= now);

  function dueAt(now: Date): Date {
    const last = newest(now)?.createdAt.getTime();
    const next = last === undefined ? startedAt : last + config.every_hours * HOUR;
    // A clock that was set back does not put it off.
    const failedAt = failure && failure.at <= now.getTime() ? failure.at + AGAIN_AFTER : 0;
    return new Date(Math.max(next, failedAt, Math.min(startedAt, now.getTime()) + FIRST_AFTER));
  }

  async function make(): Promise<void> {
    const options = { dataDir, migrations, reason: "schedule", withKeys: true } as const;
    try {
      await runInWorker({ do: "backup", options });
      pruneBackups(folder, "schedule", config.keep);
      if (failure) notifications.resolve(NOTICE, "porter");
      failure = undefined;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.error({ err: error }, "the backup failed; it is tried again in an hour");
      if (troubleOf(error) === "damaged") damage = reason;
      const message = `The last backup failed: ${reason}. It is tried again every hour; bun porter backup tries it now.`;
      const isNew = failure === undefined;
      failure = { message, at: Date.now() };
      if (isNew) tell("The backup failed", message);
    }
  }

  /** Where the disk is full this cannot be written either; the warning stands all the same. */
  function tell(title: string, body: string): void {
    try {
      notifications.notify(
        { kind: "system_attention", title, body, link: "/settings", key: NOTICE },
        "porter",
      );
    } catch (error) {
      log.error({ err: error }, "the owner could not be told of it");
    }
  }

  return {
    /** Makes one when it is due, until the signal; never with `every_hours = 0`. */
    keep(timer: { events: Pick<EventLog, "follow">; signal: AbortSignal }): Promise<void> {
      if (config.every_hours === 0) return Promise.resolve();
      return keepTimer({
        ...timer,
        log,
        family: "backup",
        ring(now) {
          const due = dueAt(now);
          if (due > now) return due;
          running ??= make().finally(() => (running = undefined));
          return undefined; // It is looked at again when this one is over.
        },
      });
    },

    /** Reads the whole database, which takes seconds when it is large, and warns when it is damaged. */
    async check(): Promise<void> {
      try {
        const answer = await runInWorker({ do: "check", dataDir });
        if ("findings" in answer && answer.findings.length > 0) damage = answer.findings.join("; ");
      } catch (error) {
        log.error({ err: error }, "the database could not be checked");
        if (troubleOf(error) === "damaged") damage = String(error);
      }
      if (damage !== undefined) tell("Porter's database is damaged", damageWords(damage));
    },

    /** When the newest backup was made, or null without one. */
    newestAt: (): Date | null => newest(new Date())?.createdAt ?? null,

    warnings: (): Warning[] => [
      ...deps.found.map((message) => ({ subject: "database", message })),
      ...(damage === undefined ? [] : [{ subject: "database", message: damageWords(damage) }]),
      ...(failure ? [{ subject: "backup", message: failure.message }] : []),
    ],
  };
}

const damageWords = (findings: string): string =>
  `The database is damaged: ${findings}. Stop Porter, then bun porter restore latest; what is there now is kept.`;
