import { and, desc, eq, gte, like, lt, max, min, or } from "drizzle-orm";
import type { Actor } from "../../../shared/actor.ts";
import type { Db } from "../../db/open.ts";
import { events } from "../../db/tables/events.ts";

/** The kinds of events that tell of a change to what the owner has in Porter; `%` stands for any text. */
const CHANGES = ["task.%", "comment.%", "notification.created", "session.created", "integration.ran"];

/** Reads the log by who did it. It has no index for that, so each call looks at one stretch of it. */
export function createChangeStore(db: Db) {
  return {
    /** The first event about a session that the log still holds: what the session did comes after it. */
    firstOf: (sessionId: string): number | undefined =>
      db
        .select({ id: min(events.id) })
        .from(events)
        .where(eq(events.subject, `session:${sessionId}`))
        .get()?.id ?? undefined,

    head: (): number =>
      db
        .select({ id: max(events.id) })
        .from(events)
        .get()?.id ?? 0,

    /** What the actor changed, newest first, of the events with `from` <= id < `before`. */
    ofActor: (actor: Actor, { from, before }: { from: number; before: number }) =>
      db
        .select()
        .from(events)
        .where(
          and(
            gte(events.id, from),
            lt(events.id, before),
            eq(events.actor, actor),
            or(...CHANGES.map((kind) => like(events.kind, kind))),
          ),
        )
        .orderBy(desc(events.id))
        .all(),
  };
}

export type ChangeStore = ReturnType<typeof createChangeStore>;
