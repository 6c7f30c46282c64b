import { SQLiteError } from "bun:sqlite";
import { PorterError } from "../errors.ts";

/** What keeps a database from doing its work. All but the last end when their cause does, without a restart. */
export type Trouble = "full" | "locked" | "read-only" | "unreadable" | "damaged";

const BY_CODE: [code: string, trouble: Trouble][] = [
  ["SQLITE_FULL", "full"],
  ["ENOSPC", "full"],
  ["EDQUOT", "full"],
  ["SQLITE_BUSY", "locked"],
  ["SQLITE_LOCKED", "locked"],
  ["SQLITE_READONLY", "read-only"],
  ["EROFS", "read-only"],
  ["EACCES", "read-only"],
  ["EPERM", "read-only"],
  // The WAL cannot be made or opened, as in a folder that cannot be written.
  ["SQLITE_CANTOPEN", "read-only"],
  // The memory that all connections share lies in a file, and cannot grow.
  ["SQLITE_IOERR_SHMSIZE", "full"],
  ["SQLITE_IOERR", "unreadable"],
  ["EIO", "unreadable"],
  ["SQLITE_CORRUPT", "damaged"],
  ["SQLITE_NOTADB", "damaged"],
];

/**
 * Tells by SQLite's result code or the system's (Drizzle wraps the error that has it) what an error came from, or
 * undefined when it is not the database's. https://sqlite.org/rescode.html
 */
export function troubleOf(error: unknown): Trouble | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = error instanceof SQLiteError || "code" in error ? String(error.code) : "";
  const [, trouble] = BY_CODE.find(([prefix]) => code.startsWith(prefix)) ?? [];
  return trouble ?? troubleOf(error.cause);
}

/** What a client is told when the database cannot do its work. `cause` is what SQLite or the system has said. */
export class DatabaseTrouble extends PorterError {
  readonly trouble: Trouble;

  constructor(trouble: Trouble, cause: unknown) {
    super("UNAVAILABLE", WORDS[trouble], { cause });
    this.trouble = trouble;
  }
}

/** Undefined for what did not come from the database's trouble. */
export function asUnavailable(error: unknown): DatabaseTrouble | undefined {
  // It says itself what went wrong; below it may lie the system's error about a file that is not the database's.
  if (error instanceof PorterError) return undefined;
  const trouble = troubleOf(error);
  return trouble && new DatabaseTrouble(trouble, error);
}

/** Whether it ends by itself when its cause does. */
export function isPassingTrouble(error: unknown): boolean {
  const trouble = troubleOf(error);
  return trouble !== undefined && trouble !== "damaged";
}

/** Between two tries, in ms. */
export const PAUSE = 500;

/**
 * Does again, until it is done, what only the database's trouble keeps from being done: for what has happened already
 * and only waits to be written down. A disk that is full holds it up as long as it is. `work` must bear to be begun
 * again. `onWait` hears of it once. After the signal it waits no more: it throws what keeps it.
 */
export async function onceWritable<T>(
  work: () => T,
  onWait: (error: unknown) => void,
  signal?: AbortSignal,
): Promise<T> {
  for (let isFirst = true; ; isFirst = false) {
    try {
      return work();
    } catch (error) {
      if (signal?.aborted || !isPassingTrouble(error)) throw error;
      if (isFirst) onWait(error);
      await Bun.sleep(PAUSE);
    }
  }
}

const WORDS: Record<Trouble, string> = {
  full: "The disk of Porter's data is full. Nothing of this was saved; it works again as soon as there is room.",
  locked: "Another program keeps Porter's database locked. Nothing of this was saved; try again.",
  "read-only":
    "Porter's database cannot be written: its file or folder is read-only. Nothing of this was saved.",
  unreadable: "The disk of Porter's data has errors. Nothing of this was saved.",
  damaged: "Porter's database is damaged. Stop Porter and start it again: it says how a backup is restored.",
};
