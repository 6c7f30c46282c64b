import { describe, expect, test } from "bun:test";
import { itemsOf, type Pages } from "../../client/src/api/pages.ts";
import { applySession } from "../../client/src/api/session-lists.ts";
import { createSessionStore } from "../../server/agents/store/sessions.ts";
import { SessionSort, SessionStatus, type ListSessions, type Session } from "../../shared/session.ts";
import { openScratchDatabase } from "../support/database.ts";
import { makeSession } from "../support/session.ts";

const HOUR = 60 * 60_000;
const TITLES = ["Mend the fence", "mend the ROOF", "Ärger im Garten", "100% done", "snake_case"];

/** Sessions of every status, with equal costs and times among them. */
function withSessions() {
  const scratch = openScratchDatabase();
  const store = createSessionStore(scratch.db);
  const sessions = Array.from({ length: 40 }, (_, index): Session => {
    const status = SessionStatus.options[index % SessionStatus.options.length] ?? "queued";
    return store.insert(
      makeSession({
        title: TITLES[index % TITLES.length] ?? "",
        prompt: `Prompt ${index}`,
        status,
        claudeSessionId: index % 2 === 0 ? crypto.randomUUID() : null,
        costUsd: (index * 7) % 5,
        createdAt: new Date(((index * 3) % 7) * HOUR),
        updatedAt: new Date(((index * 5) % 11) * HOUR),
      }),
    );
  });
  return { ...scratch, store, sessions };
}

const ids = (sessions: Session[]) => sessions.map(({ id }) => id);

/** The list as a tab has it that heard of every session on its stream and asked for nothing. */
function heard(sessions: readonly Session[], input: ListSessions): Session[] {
  const empty: Pages<Session> = { pages: [{ items: [], nextCursor: null }], pageParams: [null] };
  return itemsOf(sessions.reduce((pages, session) => applySession(pages, input, session), empty));
}

describe("the web app places a live session where the server would", () => {
  for (const sort of SessionSort.options) {
    test(`sorted by ${sort}`, () => {
      using house = withSessions();
      const asked = house.store.list({ sort, limit: 200 }).items;
      expect(asked).toHaveLength(40);
      expect(ids(heard(house.sessions, { sort }))).toEqual(ids(asked));
    });
  }

  test("in no order given", () => {
    using house = withSessions();
    expect(ids(heard(house.sessions, {}))).toEqual(ids(house.store.list({ limit: 200 }).items));
  });

  const filters: ListSessions[] = [
    { status: ["running", "waiting"] },
    { query: "mend the" },
    { query: "  ROOF " },
    { query: "ärger" },
    { query: "Ärger" },
    { query: "prompt 1", status: "failed" },
    { query: "%" },
    { query: "snake_" },
    { query: "nowhere" },
  ];
  for (const filter of filters) {
    test(`filtered by ${JSON.stringify(filter)}`, () => {
      using house = withSessions();
      expect(ids(heard(house.sessions, filter))).toEqual(
        ids(house.store.list({ ...filter, limit: 200 }).items),
      );
    });
  }

  test("searched by the beginning of an id, Porter's or Claude's", () => {
    using house = withSessions();
    const [session] = house.sessions;
    if (!session?.claudeSessionId) throw new Error("the first session has both ids");
    for (const query of [
      session.id,
      session.claudeSessionId.slice(0, 13),
      session.id.slice(0, 30).toUpperCase(),
    ]) {
      expect(ids(house.store.list({ query }).items)).toContain(session.id);
      expect(ids(heard(house.sessions, { query }))).toEqual(
        ids(house.store.list({ query, limit: 200 }).items),
      );
    }
  });
});

test("by status: running before waiting, then queued, then what ended badly", () => {
  using house = withSessions();
  const order = [
    ...new Set(house.store.list({ sort: "status", limit: 200 }).items.map(({ status }) => status)),
  ];
  expect(order).toEqual(["running", "waiting", "queued", "failed", "interrupted", "completed"]);
});

test("pages go on where they ended, in every order", () => {
  using house = withSessions();
  for (const sort of SessionSort.options) {
    const all: Session[] = [];
    let cursor: string | null = null;
    do {
      const page = house.store.list({ sort, limit: 7, ...(cursor !== null && { cursor }) });
      all.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(ids(all)).toEqual(ids(house.store.list({ sort, limit: 200 }).items));
  }
});
