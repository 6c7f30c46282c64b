import { eq } from "drizzle-orm";
import type { Db } from "../../db/open.ts";
import { processes } from "../../db/tables/agents.ts";

type ProcessRecord = typeof processes.$inferSelect;

export function createProcessStore(db: Db) {
  return {
    insert: (record: ProcessRecord): void =>
      db.insert(processes).values(record).onConflictDoUpdate({ target: processes.pid, set: record }).run(),
    remove: (pid: number): void => db.delete(processes).where(eq(processes.pid, pid)).run(),
    list: (): ProcessRecord[] => db.select().from(processes).all(),
  };
}
