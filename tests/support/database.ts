import { Database } from "bun:sqlite";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { prepareDataDir } from "../../server/db/instance.ts";
import { openDatabase } from "../../server/db/open.ts";
import { createEventLog } from "../../server/events/log.ts";
import { createNotifications } from "../../server/notifications/service.ts";
import { createComments } from "../../server/tasks/comments.ts";
import { createTasks } from "../../server/tasks/service.ts";
import { scratchDir } from "./server.ts";

export const MIGRATIONS = resolve(import.meta.dir, "../../drizzle");

let empty: Uint8Array<ArrayBuffer> | undefined;

/** The file that the migrations make of none. They are run once in a process: they take nine tenths of an opening. */
function emptyDatabase(): Uint8Array<ArrayBuffer> {
  if (empty) return empty;
  using scratch = scratchDir("empty");
  openDatabase({ dataDir: scratch.path, migrations: MIGRATIONS }).close();
  return (empty = new Uint8Array(readFileSync(join(scratch.path, "porter.db"))));
}

/** A real database in a folder of its own, with the services that most tests need. */
export function openScratchDatabase(
  options: { capacity?: number; capacitySize?: number; timeZone?: string } = {},
) {
  const scratch = scratchDir("db");
  const dataDir = join(scratch.path, "data");
  prepareDataDir(dataDir);
  writeFileSync(join(dataDir, "porter.db"), emptyDatabase(), { mode: 0o600 });
  const { db, close } = openDatabase({ dataDir, migrations: MIGRATIONS });
  const events = createEventLog<string>({ db, ...options });
  const notifications = createNotifications({ db, events });
  const tasks = createTasks({ db, events, notifications, timeZone: options.timeZone ?? "UTC" });
  return {
    dataDir,
    db,
    events,
    notifications,
    tasks,
    comments: createComments({ db, events, tasks }),
    close,
    /** What another program would read from the file. */
    read: <Row>(sql: string): Row[] => {
      using reader = new Database(join(dataDir, "porter.db"), { readonly: true });
      return reader.query<Row, []>(sql).all();
    },
    [Symbol.dispose](): void {
      close();
      scratch[Symbol.dispose]();
    },
  };
}

export type ScratchDatabase = ReturnType<typeof openScratchDatabase>;
