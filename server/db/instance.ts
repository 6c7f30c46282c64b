import { Database, SQLiteError } from "bun:sqlite";
import { chmodSync, closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { StartError } from "../errors.ts";

const Holder = z.object({ pid: z.number(), since: z.string() });

type DataDirHold = Disposable & {
  /** Writes down where this instance serves, for clients on this machine. */
  announce: (origin: string) => void;
};

/** Makes the data folder, for its owner alone. @throws StartError when that cannot be done */
export function prepareDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    chmodSync(dataDir, 0o700);
  } catch (cause) {
    throw new StartError(`Porter cannot write to its data folder ${dataDir}: ${String(cause)}`, { cause });
  }
}

/** Makes a file that only its owner can read, or narrows the one that is there. */
export function touchPrivate(path: string): void {
  closeSync(openSync(path, "a", 0o600));
  chmodSync(path, 0o600);
}

/**
 * Holds the data folder for this process until it ends. The hold is SQLite's own file lock, which the kernel
 * releases with the process, so a kill -9 leaves nothing to clean up.
 * @throws StartError that says who holds it.
 */
export function holdDataDir(dataDir: string, pid: number): DataDirHold {
  const lockPath = join(dataDir, "instance.lock");
  const holderPath = join(dataDir, "instance.json");
  let lock: Database | undefined;
  try {
    touchPrivate(lockPath);
    lock = new Database(lockPath);
    lock.run("BEGIN EXCLUSIVE");
  } catch (cause) {
    lock?.close();
    const isHeld = cause instanceof SQLiteError && cause.code?.startsWith("SQLITE_BUSY");
    if (!isHeld) throw new StartError(`${lockPath} cannot be locked: ${String(cause)}`, { cause });
    throw new StartError(`${dataDir} is in use by another Porter${describeHolder(holderPath)}.`, { cause });
  }
  const holder = { pid, since: new Date().toISOString() };
  writeHolder(holder);
  return {
    announce: (origin) => writeHolder({ ...holder, origin }),
    [Symbol.dispose]: () => lock.close(),
  };

  function writeHolder(content: z.infer<typeof Holder> & { origin?: string }): void {
    try {
      touchPrivate(holderPath);
      writeFileSync(holderPath, JSON.stringify(content));
    } catch (cause) {
      throw new StartError(`${holderPath} cannot be written: ${String(cause)}`, { cause });
    }
  }
}

function describeHolder(holderPath: string): string {
  try {
    const holder = Holder.parse(JSON.parse(readFileSync(holderPath, "utf8")));
    return ` (process ${holder.pid}, since ${holder.since})`;
  } catch {
    return ""; // The holder is between taking the lock and writing its name.
  }
}
