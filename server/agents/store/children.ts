import { eq } from "drizzle-orm";
import type { Actor } from "../../../shared/actor.ts";
import type { Db } from "../../db/open.ts";
import { sessions } from "../../db/tables/agents.ts";

const ALIVE = new Set(["queued", "running", "waiting"]);

/** Sessions that a session, or a token that has none, has started. */
export function createChildStore(db: Db) {
  return {
    of: (starter: Actor) =>
      db
        .select({
          id: sessions.id,
          status: sessions.status,
          costUsd: sessions.costUsd,
          budgetUsd: sessions.budgetUsd,
        })
        .from(sessions)
        .where(eq(sessions.startedBy, starter))
        .all()
        .map(({ status, ...rest }) => ({ ...rest, isAlive: ALIVE.has(status) })),
  };
}

export type ChildStore = ReturnType<typeof createChildStore>;
