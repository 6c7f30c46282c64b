import { and, eq, lt } from "drizzle-orm";
import type { Db } from "../../db/open.ts";
import { calendarReminders } from "../../db/tables/calendar.ts";

/** Which occurrence has been told, by the time that it had then. */
export type Told = typeof calendarReminders.$inferSelect;

export function createReminderStore(db: Db) {
  return {
    has: ({ eventId, startAt }: Told): boolean =>
      db
        .select()
        .from(calendarReminders)
        .where(and(eq(calendarReminders.eventId, eventId), eq(calendarReminders.startAt, startAt)))
        .get() !== undefined,

    add: (told: Told): void => db.insert(calendarReminders).values(told).run(),

    removeBefore: (moment: Date): void =>
      db.delete(calendarReminders).where(lt(calendarReminders.startAt, moment)).run(),
  };
}
