import { Database } from "bun:sqlite";
import { readdirSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Check } from "../../../shared/check.ts";
import { listBackups } from "../../db/backup.ts";
import { findDamage } from "../../db/condition.ts";
import { backupsFolder, DATABASE_FILE, KEY_FILES } from "../../db/data-files.ts";
import { latestApplied, newestKnown } from "../../db/schema-version.ts";
import { troubleOf } from "../../db/trouble.ts";

const MEGABYTE = 1024 * 1024;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Less room than this on its disk, in bytes, and Porter will soon not be able to write. */
const LITTLE_ROOM = 500 * MEGABYTE;
/** In ms. A backup that is older than this, and than two that were due, says that none are made any more. */
const OLD_BACKUP = 2 * DAY;
/** As the configuration has it by default, where it cannot be read. */
const DAILY = 24;

const modeOf = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.mode;

/**
 * The data folder and what is in it; only read, so that it may be looked at beside a running server.
 * @param options.backupHours how often Porter makes a backup by itself; 0: never
 */
export function checkDataFolder(options: {
  dataDir: string;
  migrations: string;
  backupHours?: number | undefined;
  now?: Date;
}): Check[] {
  const { dataDir } = options;
  if (modeOf(dataDir) === undefined) {
    const finding = `There is no ${dataDir}: no Porter was started on it.`;
    const todo = "Start Porter, or name its data folder in PORTER_DATA_DIR.";
    return [{ id: "data-folder", title: "Data folder", finding, todo }];
  }
  return [
    checkModes(dataDir),
    checkDatabase(options),
    checkRoom(dataDir),
    checkBackups(dataDir, options.backupHours ?? DAILY, options.now ?? new Date()),
  ];
}

/** Everything of Porter's lies below the folder, so nothing in it is open when the folder is not; but files move. */
function checkModes(dataDir: string): Check {
  const paths = [dataDir, ...readdirSync(dataDir).map((name) => join(dataDir, name))];
  const open = paths.filter((path) => ((modeOf(path) ?? 0) & 0o077) !== 0);
  return {
    id: "data-folder",
    title: "Data folder",
    finding:
      open.length === 0
        ? `${dataDir} is its owner's alone.`
        : `Other users of this machine may read: ${open.join(", ")}.`,
    todo: open.length === 0 ? null : `chmod go= ${open.map(quote).join(" ")}`,
  };
}

const quote = (path: string): string => `'${path.replaceAll("'", `'\\''`)}'`;

function checkDatabase({ dataDir, migrations }: { dataDir: string; migrations: string }): Check {
  const path = join(dataDir, DATABASE_FILE);
  const check = (finding: string, todo: string | null): Check => ({
    id: "database",
    title: "Database",
    finding,
    todo,
  });
  const restore = `Stop Porter, then: PORTER_DATA_DIR=${quote(dataDir)} bun porter restore latest`;
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) {
    const isNew = listBackups(backupsFolder(dataDir)).length === 0;
    return check(`${path} is missing or empty.`, isNew ? "Start Porter: the first start makes it." : restore);
  }
  try {
    using sqlite = new Database(path, { readonly: true });
    sqlite.run("PRAGMA busy_timeout = 5000");
    const damage = findDamage(sqlite);
    if (damage.length > 0) return check(`${path} is damaged: ${damage.join("; ")}`, restore);
    const newest = newestKnown(migrations);
    if (newest && (latestApplied(sqlite) ?? 0) > newest.when)
      return check(
        `${path} was made by a newer Porter.`,
        "Update Porter, or restore a backup of this version.",
      );
    return check(`${path} is whole, ${Math.ceil(size / MEGABYTE)} MB.`, null);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    switch (troubleOf(error)) {
      case "damaged":
        return check(`${path} is damaged: ${words}`, restore);
      case "locked":
        return check(
          `${path} is locked by another program.`,
          "End that program. The database is not damaged.",
        );
      default:
        return check(`${path} cannot be read: ${words}`, "Run this as the user that Porter runs as.");
    }
  }
}

function checkRoom(dataDir: string): Check {
  const { bavail, bsize } = statfsSync(dataDir);
  const free = bavail * bsize;
  return {
    id: "disk",
    title: "Disk",
    finding: `${Math.floor(free / MEGABYTE)} MB are free for ${dataDir}.`,
    todo: free >= LITTLE_ROOM ? null : `Make room: Porter should have ${LITTLE_ROOM / MEGABYTE} MB.`,
  };
}

function checkBackups(dataDir: string, everyHours: number, now: Date): Check {
  const [newest] = listBackups(backupsFolder(dataDir));
  const since = newest?.createdAt ?? begunAt(dataDir);
  const age = since === undefined ? 0 : now.getTime() - since.getTime();
  const isOld = age > Math.max(OLD_BACKUP, 2 * everyHours * HOUR);
  // Who has switched them off and made none by hand has chosen so; who has made some may think that they go on.
  const isChosen = everyHours === 0 && newest === undefined;
  const why =
    everyHours === 0
      ? "None is made by itself: [backup] every_hours is 0 in the configuration."
      : "Look at [backup] in the configuration and at Porter's log for why none was made.";
  const words = newest ? `The newest is from ${newest.createdAt.toISOString()}` : "There is none yet";
  return {
    id: "backups",
    title: "Backups",
    finding: newest && isOld ? `${words}, ${Math.floor(age / DAY)} days ago.` : `${words}.`,
    todo: isOld && !isChosen ? `bun porter backup makes one now. ${why}` : null,
  };
}

/** The keys are made at the first start, and are seldom written again. */
function begunAt(dataDir: string): Date | undefined {
  const made = KEY_FILES.map((name) => statSync(join(dataDir, name), { throwIfNoEntry: false })?.mtime);
  return made.filter((at) => at !== undefined).sort((a, b) => a.getTime() - b.getTime())[0];
}
