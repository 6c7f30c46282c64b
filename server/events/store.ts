import { and, asc, desc, eq, gt, like, lt, lte, max, min, or, sql } from "drizzle-orm";
import type { Actor } from "../../shared/actor.ts";
import type { Db } from "../db/open.ts";
import { events } from "../db/tables/events.ts";

export type LogEvent = typeof events.$inferSelect;
type NewEvent = Omit<typeof events.$inferInsert, "id">;

/** Which events are asked for: kinds by their first word (`task`), one subject (`session:<id>`), and who did it. */
export type EventFilter = { families?: readonly string[]; subject?: string; actor?: Actor };

export function createEventStore(db: Db) {
  const headQuery = db
    .select({ id: max(events.id) })
    .from(events)
    .prepare();
  const oldestQuery = db
    .select({ id: min(events.id) })
    .from(events)
    .prepare();
  // Survives pruning: the highest id ever given, also when the table is empty.
  const sequenceQuery = db
    .select({ id: sql<number>`seq` })
    .from(sql`sqlite_sequence`)
    .where(sql`name = 'events'`)
    .prepare();

  return {
    insert: (event: NewEvent): LogEvent => db.insert(events).values(event).returning().get(),

    head: (): number => headQuery.get()?.id ?? sequenceQuery.get()?.id ?? 0,

    /** Id of the oldest event that is still in the log, or undefined when it is empty. */
    oldest: (): number | undefined => oldestQuery.get()?.id ?? undefined,

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
      db.delete(events)
        .where(or(lt(events.id, sql`coalesce((${young}), ${head + 1})`), lte(events.id, head - keep)))
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
