import { eq } from "drizzle-orm";
import type { SlashCommand } from "../../../shared/session.ts";
import type { Db } from "../../db/open.ts";
import { sessions } from "../../db/tables/agents.ts";

export type SlashCommandStore = ReturnType<typeof createSlashCommandStore>;

export function createSlashCommandStore(db: Db) {
  return {
    ofSession: (id: string): SlashCommand[] =>
      db.select({ commands: sessions.commands }).from(sessions).where(eq(sessions.id, id)).get()?.commands ??
      [],

    set: (id: string, commands: SlashCommand[]): void =>
      db.update(sessions).set({ commands }).where(eq(sessions.id, id)).run(),
  };
}
