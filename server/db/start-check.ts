import { constants, copyFileSync, existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { StartError } from "../errors.ts";
import { listBackups } from "./backup.ts";
import { asideFolder, backupsFolder, DATABASE_FILE, SIDE_FILES, WAL_FILE } from "./data-files.ts";
import { stampOf } from "./durable.ts";
import { setAside } from "./restore.ts";
import { troubleOf } from "./trouble.ts";

/** What a Porter that has once been started has, beside its database. The token may be there before the first start. */
const TRACES = ["vault.key", "vapid.json"];

/**
 * A folder that has seen a Porter does not become a new one because its database is gone.
 * @throws StartError when the file is missing or empty beside its WAL, backups, or keys
 */
export function requireHistory(dataDir: string): void {
  if (sizeOf(join(dataDir, DATABASE_FILE)) > 0) return;
  const hasWal = sizeOf(join(dataDir, WAL_FILE)) > 0;
  const isUsed =
    TRACES.some((name) => sizeOf(join(dataDir, name)) > 0) ||
    [backupsFolder(dataDir), asideFolder(dataDir)].some((folder) => !isEmptyFolder(folder));
  if (!hasWal && !isUsed) return;
  // SQLite deletes the WAL of an empty database when it opens it.
  const kept = hasWal ? ` ${keep(dataDir)}` : tellAside(dataDir);
  throw new StartError(
    `The database in ${dataDir} is missing or empty, and this folder has seen a Porter before.${kept}\n${waysOn(dataDir)}\nTo begin with nothing, name another folder in PORTER_DATA_DIR.`,
  );
}

/** The start's last words for what SQLite said while it opened the database. A damaged one is set aside first. */
export function explainOpening(dataDir: string, cause: unknown): StartError {
  const path = join(dataDir, DATABASE_FILE);
  switch (troubleOf(cause)) {
    case "damaged":
      return new StartError(
        `${path} cannot be used as Porter's database: it is damaged (${wordsOf(cause)}). ${keep(dataDir)}\n${waysOn(dataDir)}`,
        { cause },
      );
    case "locked":
      return new StartError(
        `${path} is locked by another program. It is not damaged: end that program, then start Porter again.`,
        { cause },
      );
    case "full":
      return new StartError(`The disk of ${dataDir} is full. Make room, then start Porter again.`, { cause });
    case "read-only":
      return new StartError(
        `${path} cannot be written (${wordsOf(cause)}). Porter needs to write to ${dataDir} and every file in it.`,
        { cause },
      );
    default:
      return new StartError(`${path} cannot be used as Porter's database: ${String(cause)}`, { cause });
  }
}

/** SQLite goes on without what it cannot read of the WAL, and writes over it. */
export function keepCopyOfWal(dataDir: string): string {
  const aside = join(asideFolder(dataDir), stampOf(new Date()));
  mkdirSync(aside, { recursive: true, mode: 0o700 });
  for (const name of [DATABASE_FILE, WAL_FILE])
    copyFileSync(join(dataDir, name), join(aside, name), constants.COPYFILE_FICLONE);
  return `Porter was not stopped in order, and what was written last is damaged: some of the latest changes may be missing. A copy of what was found is in ${aside}.`;
}

/** How a backup comes back, for people: the command, and what it would bring. */
export function waysOn(dataDir: string): string {
  const [newest] = listBackups(backupsFolder(dataDir));
  if (!newest)
    return `There is no backup in ${backupsFolder(dataDir)}. One from elsewhere: ${command(dataDir, "<backup>")}`;
  return `The newest backup is from ${newest.createdAt.toISOString()}. It is restored by: ${command(dataDir, "latest")}`;
}

const command = (dataDir: string, backup: string): string =>
  `PORTER_DATA_DIR=${dataDir} bun porter restore ${backup}`;

function keep(dataDir: string): string {
  const aside = join(asideFolder(dataDir), stampOf(new Date()));
  setAside(dataDir, [...SIDE_FILES, DATABASE_FILE], aside);
  return `It was moved to ${aside}; nothing is deleted.`;
}

const tellAside = (dataDir: string): string =>
  isEmptyFolder(asideFolder(dataDir)) ? "" : ` What was set aside is in ${asideFolder(dataDir)}.`;

const wordsOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

const sizeOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0);

const isEmptyFolder = (path: string): boolean => !existsSync(path) || readdirSync(path).length === 0;
