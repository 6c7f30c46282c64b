import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Attendee, CalendarEvent, CalendarSourceKind } from "../../../shared/calendar.ts";
import { moment } from "../columns.ts";

export const calendars = sqliteTable(
  "calendars",
  {
    id: text("id").primaryKey(),
    /** The integration that brings it. */
    integrationId: text("integration_id").notNull(),
    sourceId: text("source_id").notNull(),
    source: text("source").$type<CalendarSourceKind>().notNull(),
    name: text("name").notNull(),
    color: text("color"),
    isWritable: integer("is_writable", { mode: "boolean" }).notNull(),
    isShown: integer("is_shown", { mode: "boolean" }).notNull(),
    remindMinutes: integer("remind_minutes"),
    /** Where the source goes on: a sync token, an ETag. */
    cursor: text("cursor"),
    syncedAt: moment("synced_at"),
  },
  (table) => [uniqueIndex("calendars_source").on(table.integrationId, table.sourceId)],
);

export const calendarItems = sqliteTable(
  "calendar_items",
  {
    number: integer("number").primaryKey({ autoIncrement: true }),
    id: text("id").notNull().unique(),
    calendarId: text("calendar_id")
      .notNull()
      .references(() => calendars.id, { onDelete: "cascade" }),
    sourceId: text("source_id").notNull(),
    etag: text("etag"),
    title: text("title").notNull(),
    description: text("description").notNull(),
    location: text("location").notNull(),
    allDay: integer("all_day", { mode: "boolean" }).notNull(),
    /** Of an all-day event: the midnight of its day in UTC. */
    startAt: moment("start_at").notNull(),
    endAt: moment("end_at").notNull(),
    timeZone: text("time_zone"),
    status: text("status").$type<CalendarEvent["status"]>().notNull(),
    isFree: integer("is_free", { mode: "boolean" }).notNull(),
    attendees: text("attendees", { mode: "json" }).$type<Attendee[]>().notNull(),
    htmlLink: text("html_link"),
    recurrence: text("recurrence", { mode: "json" }).$type<string[]>().notNull(),
    /** After this no occurrence takes place; null: there is no end. Of what takes place once: its end. */
    lastAt: moment("last_at"),
    seriesSourceId: text("series_source_id"),
    originalStart: moment("original_start"),
  },
  (table) => [
    uniqueIndex("calendar_items_source").on(table.calendarId, table.sourceId),
    index("calendar_items_time").on(table.startAt, table.lastAt),
    index("calendar_items_series").on(table.calendarId, table.seriesSourceId),
  ],
);

/** Of which occurrences a notification has come. */
export const calendarReminders = sqliteTable(
  "calendar_reminders",
  {
    eventId: text("event_id").notNull(),
    startAt: moment("start_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.eventId, table.startAt] })],
);
