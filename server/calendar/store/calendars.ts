import { and, asc, eq, isNotNull, isNull, lt, ne, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { beginsWords, wordsOf } from "../../db/full-text.ts";
import type { Db } from "../../db/open.ts";
import { calendarItems, calendars } from "../../db/tables/calendar.ts";
import type { CalendarRow, ItemContent, ItemRow } from "../rows.ts";

/** An item, and of an override the series that it belongs to, when that is there. */
export type FoundItem = { item: ItemRow; series: { id: string; allDay: boolean } | null };

type Window = { calendarIds: readonly string[]; from: Date; to: Date };

/** SQLite takes 32,766 parameters in a statement. */
const INSERT_ROWS = 200;

const series = alias(calendarItems, "series");

/** Any of them: in one parameter, however many. */
const isAmong = (
  column: typeof calendarItems.calendarId | typeof calendarItems.sourceId,
  ids: readonly string[],
) => sql`${column} in (select value from json_each(${JSON.stringify(ids)}))`;

export type CalendarStore = ReturnType<typeof createCalendarStore>;

export function createCalendarStore(db: Db) {
  /** The overrides come with their series. */
  const found = () =>
    db
      .select({ item: calendarItems, seriesId: series.id, seriesAllDay: series.allDay })
      .from(calendarItems)
      .leftJoin(
        series,
        and(
          eq(series.calendarId, calendarItems.calendarId),
          eq(series.sourceId, calendarItems.seriesSourceId),
          ne(series.recurrence, []),
        ),
      );
  type Row = ReturnType<ReturnType<typeof found>["all"]>[number];
  const toFound = ({ item, seriesId, seriesAllDay }: Row): FoundItem => ({
    item,
    series: seriesId !== null && seriesAllDay !== null ? { id: seriesId, allDay: seriesAllDay } : null,
  });
  const oneOf = (row: Row | undefined): FoundItem | undefined => row && toFound(row);

  return {
    listCalendars: (integrationId?: string): CalendarRow[] =>
      db
        .select()
        .from(calendars)
        .where(integrationId === undefined ? undefined : eq(calendars.integrationId, integrationId))
        .orderBy(asc(calendars.id))
        .all(),

    findCalendar: (id: string): CalendarRow | undefined =>
      db.select().from(calendars).where(eq(calendars.id, id)).get(),

    findCalendarOf: (integrationId: string, sourceId: string): CalendarRow | undefined =>
      db
        .select()
        .from(calendars)
        .where(and(eq(calendars.integrationId, integrationId), eq(calendars.sourceId, sourceId)))
        .get(),

    saveCalendar: (calendar: CalendarRow): void =>
      db.insert(calendars).values(calendar).onConflictDoUpdate({ target: calendars.id, set: calendar }).run(),

    /** With its items, by the foreign key. */
    removeCalendar: (id: string): void => db.delete(calendars).where(eq(calendars.id, id)).run(),

    /** Those with one of the source ids, or all. */
    itemsOf: (calendarId: string, sourceIds?: readonly string[]): ItemRow[] =>
      db
        .select()
        .from(calendarItems)
        .where(
          and(
            eq(calendarItems.calendarId, calendarId),
            sourceIds && isAmong(calendarItems.sourceId, sourceIds),
          ),
        )
        .all(),

    insertItems(items: readonly Omit<ItemRow, "number">[]): void {
      for (let first = 0; first < items.length; first += INSERT_ROWS)
        db.insert(calendarItems)
          .values(items.slice(first, first + INSERT_ROWS))
          .run();
    },

    replaceItem: (id: string, content: ItemContent): void =>
      db.update(calendarItems).set(content).where(eq(calendarItems.id, id)).run(),

    removeItem: (id: string): void => db.delete(calendarItems).where(eq(calendarItems.id, id)).run(),

    /** An item, and the overrides of a series. How many have gone. */
    removeSource: (calendarId: string, sourceId: string): number =>
      db
        .delete(calendarItems)
        .where(
          and(
            eq(calendarItems.calendarId, calendarId),
            or(eq(calendarItems.sourceId, sourceId), eq(calendarItems.seriesSourceId, sourceId)),
          ),
        )
        .returning({ id: calendarItems.id })
        .all().length,

    findItem: (id: string): FoundItem | undefined => oneOf(found().where(eq(calendarItems.id, id)).get()),

    findItemOf: (calendarId: string, sourceId: string): FoundItem | undefined =>
      oneOf(
        found()
          .where(and(eq(calendarItems.calendarId, calendarId), eq(calendarItems.sourceId, sourceId)))
          .get(),
      ),

    findOverride: (calendarId: string, seriesSourceId: string, originalStart: Date): FoundItem | undefined =>
      oneOf(
        found()
          .where(
            and(
              eq(calendarItems.calendarId, calendarId),
              eq(calendarItems.seriesSourceId, seriesSourceId),
              eq(calendarItems.originalStart, originalStart),
            ),
          )
          .get(),
      ),

    /** What may take place in the window: series by their whole extent, and no override that only leaves out. */
    itemsIn({ calendarIds, from, to }: Window, query = ""): FoundItem[] {
      const words = wordsOf(query);
      return found()
        .where(
          and(
            lt(calendarItems.startAt, to),
            or(isNull(calendarItems.lastAt), sql`${calendarItems.lastAt} >= ${from.getTime()}`),
            isAmong(calendarItems.calendarId, calendarIds),
            or(isNull(calendarItems.seriesSourceId), ne(calendarItems.status, "cancelled")),
            words.length === 0
              ? undefined
              : sql`${calendarItems.number} in (select rowid from calendar_items_fts where calendar_items_fts match ${beginsWords(words)})`,
          ),
        )
        .all()
        .map(toFound);
    },

    /** Of which occurrences, by the starts that they would have had, something else takes the place. */
    overriddenIn: ({ calendarIds, from, to }: Window) =>
      db
        .select({
          calendarId: calendarItems.calendarId,
          seriesSourceId: calendarItems.seriesSourceId,
          originalStart: calendarItems.originalStart,
        })
        .from(calendarItems)
        .where(
          and(
            isNotNull(calendarItems.seriesSourceId),
            isAmong(calendarItems.calendarId, calendarIds),
            sql`${calendarItems.originalStart} >= ${from.getTime()}`,
            lt(calendarItems.originalStart, to),
          ),
        )
        .all(),
  };
}
