import { eq } from "drizzle-orm";
import type { Draft, SavedDraft } from "../../../shared/draft.ts";
import type { Db } from "../../db/open.ts";
import { drafts } from "../../db/tables/agents.ts";

export function createDraftStore(db: Db) {
  return {
    find: (key: string): SavedDraft | undefined => db.select().from(drafts).where(eq(drafts.key, key)).get(),

    save(key: string, { text, images }: Draft): SavedDraft {
      const draft = { text, images, updatedAt: new Date() };
      return db
        .insert(drafts)
        .values({ key, ...draft })
        .onConflictDoUpdate({ target: drafts.key, set: draft })
        .returning()
        .get();
    },
  };
}
