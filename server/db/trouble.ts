import { SQLiteError } from "bun:sqlite";

/** What keeps a database from doing its work: the first four end when their cause does, without a restart. */
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

export const WORDS: Record<Trouble, string> = {
  full: "The disk of Porter's data is full. Nothing of this was saved; it works again as soon as there is room.",
  locked: "Another program keeps Porter's database locked. Nothing of this was saved; try again.",
  "read-only": "Porter's database cannot be written: its file or folder is read-only. Nothing of this was saved.",
  unreadable: "The disk of Porter's data has errors. Nothing of this was saved.",
  damaged: "Porter's database is damaged. Stop Porter and start it again: it says how a backup is restored.",
};
