import { and, eq, lte, min } from "drizzle-orm";
import type { Db } from "../../db/open.ts";
import { taskAlarms } from "../../db/tables/tasks.ts";

export type Alarm = typeof taskAlarms.$inferSelect;

export function createAlarmStore(db: Db) {
  const earliest = db
    .select({ at: min(taskAlarms.at) })
    .from(taskAlarms)
    .prepare();

  return {
    set: (alarm: Alarm): void =>
      db
        .insert(taskAlarms)
        .values(alarm)
        .onConflictDoUpdate({ target: [taskAlarms.taskId, taskAlarms.kind], set: { at: alarm.at } })
        .run(),

    remove: (taskId: string, kind: Alarm["kind"]): void =>
      db
        .delete(taskAlarms)
        .where(and(eq(taskAlarms.taskId, taskId), eq(taskAlarms.kind, kind)))
        .run(),

    /** What has come by then, the earliest first. */
    listUntil: (moment: Date): Alarm[] =>
      db.select().from(taskAlarms).where(lte(taskAlarms.at, moment)).orderBy(taskAlarms.at).all(),

    earliest: (): Date | undefined => earliest.get()?.at ?? undefined,
  };
}
