import { asc, eq, sql } from "drizzle-orm";
import type { Profile, ProfileFields } from "../../../shared/profile.ts";
import type { Db } from "../../db/open.ts";
import { agentProfiles } from "../../db/tables/agents.ts";

type Row = typeof agentProfiles.$inferSelect;

const toProfile = ({ createdAt: _created, updatedAt: _updated, ...row }: Row): Profile => ({
  ...row,
  source: "owner",
});

export function createProfileStore(db: Db) {
  return {
    /** By name. */
    list: (): Profile[] =>
      db
        .select()
        .from(agentProfiles)
        .orderBy(asc(sql`lower(${agentProfiles.name})`), asc(agentProfiles.id))
        .all()
        .map(toProfile),

    find(id: string): Profile | undefined {
      const row = db.select().from(agentProfiles).where(eq(agentProfiles.id, id)).get();
      return row && toProfile(row);
    },

    save(id: string, fields: ProfileFields): Profile {
      const now = new Date();
      const row = db
        .insert(agentProfiles)
        .values({ id, ...fields, createdAt: now, updatedAt: now })
        .onConflictDoUpdate({ target: agentProfiles.id, set: { ...fields, updatedAt: now } })
        .returning()
        .get();
      return toProfile(row);
    },

    remove: (id: string): void => db.delete(agentProfiles).where(eq(agentProfiles.id, id)).run(),
  };
}
