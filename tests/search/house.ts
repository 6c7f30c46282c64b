import type { Block, Message } from "../../shared/message.ts";
import { SearchKind, type Search, type SearchResult } from "../../shared/search.ts";
import type { Session } from "../../shared/session.ts";
import { createStores } from "../../server/agents/stores.ts";
import { createSearch } from "../../server/search/service.ts";
import { openCalendars } from "../calendar/house.ts";
import { makeSession } from "../support/session.ts";

/** A real database with the search on it, and short ways to put something in. */
export function openHouse() {
  const scratch = openCalendars({ now: () => new Date() });
  const search = createSearch(scratch);
  const { sessions, messages } = createStores(scratch.db);
  const query = (text: string, more: Omit<Search, "text"> = {}): SearchResult =>
    search.query({ text, ...more }, SearchKind.options);
  return {
    ...scratch,
    search,
    query,
    /** The titles of the hits, best first. */
    titles: (text: string, more: Omit<Search, "text"> = {}): string[] =>
      query(text, more).hits.map(({ title }) => title.text),

    add: (title: string, more: { description?: string; tags?: string[]; status?: "todo" | "done" } = {}) =>
      scratch.tasks.create({ title, ...more }, "owner"),

    startSession: (title: string): Session => sessions.insert(makeSession({ title, prompt: title })),

    say: (
      session: Session,
      text: string,
      {
        role = "assistant",
        state = "done",
        more = [],
      }: Partial<Pick<Message, "role" | "state">> & { more?: Block[] } = {},
    ): Message =>
      messages.insert({ sessionId: session.id, role, state, content: [{ type: "text", text }, ...more] }),

    finish: (message: Message, text: string): Message =>
      messages.setContent(message.id, [{ type: "text", text }], "done"),

    notify: (title: string, body = "") =>
      scratch.notifications.notify({ kind: "agent_completed", title, body, link: "/agents/x" }, "owner"),
  };
}
