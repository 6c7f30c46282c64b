import { and, desc, eq, ne, sql } from "drizzle-orm";
import type { SlashCommand } from "../../../shared/session.ts";
import type { Db } from "../../db/open.ts";
import { sessions } from "../../db/tables/agents.ts";

export type SlashCommandStore = ReturnType<typeof createSlashCommandStore>;

export function createSlashCommandStore(db: Db) {
  return {
    ofSession: (id: string): SlashCommand[] =>
      db.select({ commands: sessions.commands }).from(sessions).where(eq(sessions.id, id)).get()?.commands ??
      [],

    /** Of the session that was begun last in this folder, or anywhere; undefined when none has reported any. */
    latestIn: (cwd?: string): SlashCommand[] | undefined =>
      db
        .select({ commands: sessions.commands })
        .from(sessions)
        .where(and(ne(sessions.commands, sql`'[]'`), cwd === undefined ? undefined : eq(sessions.cwd, cwd)))
        .orderBy(desc(sessions.id))
        .limit(1)
        .get()?.commands,

    set: (id: string, commands: SlashCommand[]): void =>
      db.update(sessions).set({ commands }).where(eq(sessions.id, id)).run(),
  };
}
