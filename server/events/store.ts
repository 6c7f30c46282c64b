import { and, asc, count, desc, eq, gt, like, lt, lte, max, min, or, sql } from "drizzle-orm";
import type { Actor } from "../../shared/actor.ts";
import type { Db } from "../db/open.ts";
import { events } from "../db/tables/events.ts";

export type LogEvent = typeof events.$inferSelect;

/** Which events are asked for: kinds by their first word (`task`), one subject (`session:<id>`), and who did it. */
export type EventFilter = { families?: readonly string[]; subject?: string; actor?: Actor };

const DAY = 86_400_000;

export function createEventStore(db: Db) {
  const { placeholder } = sql;
  const insertQuery = db
    .insert(events)
    .values({
      kind: placeholder("kind"),
      subject: placeholder("subject"),
      actor: placeholder("actor"),
      // A prepared query would have the column write `null` as JSON.
      before: sql`${placeholder("before")}`,
      after: sql`${placeholder("after")}`,
      createdAt: placeholder("createdAt"),
    })
    .returning({ id: events.id })
    .prepare();
  const write = (snapshot: unknown) => (snapshot === null ? null : events.after.mapToDriverValue(snapshot));
  const headQuery = db
    .select({ id: max(events.id) })
    .from(events)
    .prepare();
  const oldestQuery = db
    .select({ id: min(events.id) })
    .from(events)
    .prepare();
  const countQuery = db.select({ rows: count() }).from(events).prepare();
  // Survives pruning: the highest id ever given, also when the table is empty.
  const sequenceQuery = db
    .select({ id: sql<number>`seq` })
    .from(sql`sqlite_sequence`)
    .where(sql`name = 'events'`)
    .prepare();

  return {
    insert(given: Omit<LogEvent, "id">): LogEvent {
      const event = { ...given, before: given.before ?? null, after: given.after ?? null };
      const written = { ...event, before: write(event.before), after: write(event.after) };
      return { ...event, id: insertQuery.get(written).id };
    },

    head: (): number => headQuery.get()?.id ?? sequenceQuery.get()?.id ?? 0,

    /** Id of the oldest event that is still in the log, or undefined when it is empty. */
    oldest: (): number | undefined => oldestQuery.get()?.id ?? undefined,

    /**
     * When the clock was right, as far as the log knows: at its newest event, or at most a day after the newest one that
     * is more than a day older. Events of less than a day may be those of a wrong clock. (`+`: by id, not by the index.)
     */
    rightAt(): Date | undefined {
      const at = db
        .select({ at: events.createdAt })
        .from(events)
        .orderBy(desc(events.id))
        .limit(1)
        .$dynamic();
      const newest = at.get()?.at;
      if (!newest) return undefined;
      const dayBefore = newest.getTime() - DAY;
      const older = at.where(sql`+created_at < ${dayBefore}`).get()?.at;
      return older ? new Date(Math.min(newest.getTime(), older.getTime() + DAY)) : newest;
    },

    page: (
      { after, upTo }: { after: number; upTo: number },
      filter: EventFilter,
      limit: number,
    ): LogEvent[] =>
      db
        .select()
        .from(events)
        .where(and(gt(events.id, after), lte(events.id, upTo), ...conditionsOf(filter)))
        .orderBy(asc(events.id))
        .limit(limit)
        .all(),

    find: (id: number): LogEvent | undefined => db.select().from(events).where(eq(events.id, id)).get(),

    /** The newest events first, from before the given id on. */
    pageBack: (before: number, filter: EventFilter, limit: number): LogEvent[] =>
      db
        .select()
        .from(events)
        .where(and(lt(events.id, before), ...conditionsOf(filter)))
        .orderBy(desc(events.id))
        .limit(limit)
        .all(),

    latest: (subject: string, kind: string): LogEvent | undefined =>
      db
        .select()
        .from(events)
        .where(and(eq(events.subject, subject), eq(events.kind, kind)))
        .orderBy(sql`${events.id} desc`)
        .limit(1)
        .get(),

    /**
     * Takes from the front of the log only, up to the first event that is young enough: an event that a wrong clock
     * has dated too early leaves no hole behind a cursor that seems to be in reach. (`+`: by id, not by the index.)
     */
    prune: ({ before, keep }: { before: Date; keep: number }): void => {
      const head = headQuery.get()?.id ?? 0;
      const young = sql`select id from events where +created_at >= ${before.getTime()} order by id limit 1`;
      // Counted, because a restore leaves a gap between the ids; but not at every start, which it would hold up.
      const mayBeTooMany = head - (oldestQuery.get()?.id ?? head) >= keep;
      const surplus = mayBeTooMany ? Math.max(0, (countQuery.get()?.rows ?? 0) - keep) : 0;
      const kept = sql`select id from events order by id limit 1 offset ${surplus}`;
      db.delete(events)
        .where(lt(events.id, sql`max(coalesce((${young}), ${head + 1}), coalesce((${kept}), 0))`))
        .run();
    },
  };
}

const conditionsOf = ({ subject, actor, families }: EventFilter) => [
  subject === undefined ? undefined : eq(events.subject, subject),
  actor === undefined ? undefined : eq(events.actor, actor),
  families && isOneOf(families),
];

/** `or()` of nothing is no condition at all, and would let every event through. */
const isOneOf = (families: readonly string[]) =>
  or(sql`false`, ...families.map((family) => like(events.kind, `${family}.%`)));
