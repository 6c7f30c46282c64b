import { join } from "node:path";

export const DATABASE_FILE = "porter.db";

/** What SQLite keeps beside the database while it is open, and after a crash: the WAL holds committed changes. */
export const WAL_FILE = `${DATABASE_FILE}-wal`;
export const SIDE_FILES = [WAL_FILE, `${DATABASE_FILE}-shm`] as const;

/** Secrets beside the database, without which parts of it are of no use. Each may also be given to Porter otherwise. */
export const KEY_FILES = ["token", "vault.key", "vapid.json"] as const;

export const backupsFolder = (dataDir: string): string => join(dataDir, "backups");
export const asideFolder = (dataDir: string): string => join(dataDir, "aside");
