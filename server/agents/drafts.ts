import { z } from "zod";
import type { Actor } from "../../shared/actor.ts";
import type { SavedDraft, SaveDraft } from "../../shared/draft.ts";
import type { DraftChange } from "../../shared/feed.ts";
import type { Db } from "../db/open.ts";
import type { EventLog, LogEvent } from "../events/log.ts";
import { createDraftStore } from "./store/drafts.ts";

export type Drafts = ReturnType<typeof createDrafts>;

const Change = z.object({ key: z.string(), tab: z.string() });

/**
 * The last one who writes wins. An empty draft is kept as one: another device that has an older text is told by its
 * time that it was sent or deleted.
 */
export function createDrafts({ db, events }: { db: Db; events: Pick<EventLog, "write"> }) {
  const store = createDraftStore(db);
  return {
    get: (key: string): SavedDraft =>
      store.find(key) ?? { key, text: "", images: [], updatedAt: new Date(0) },

    /** Answers with its time alone: the text is the caller's own. */
    save: ({ key, tab, ...draft }: SaveDraft, actor: Actor): Pick<SavedDraft, "updatedAt"> =>
      events.write((append) => {
        const { updatedAt } = store.save(key, draft);
        append({ kind: "draft.updated", subject: `draft:${key}`, actor, after: { key, tab } });
        return { updatedAt };
      }),

    /** That it changed, and in which tab. A draft may hold megabytes of pictures; who shows it asks for it. */
    describe: ({ kind, after }: LogEvent): DraftChange | undefined =>
      kind === "draft.updated" ? { type: "draft", ...Change.parse(after) } : undefined,
  };
}
