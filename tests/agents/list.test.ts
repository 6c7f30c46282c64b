import { describe, expect, test } from "bun:test";
import { itemsOf, type Pages } from "../../client/src/api/pages.ts";
import { applySession } from "../../client/src/api/session-lists.ts";
import {
  partsOf,
  readFilters,
  writeFilters,
  type AgentFilters,
} from "../../client/src/pages/agents/filters.ts";
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
        pinnedAt: index % 4 === 1 ? new Date(HOUR) : null,
        archivedAt: index % 5 === 2 ? new Date(HOUR) : null,
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
      expect(asked).toHaveLength(32);
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
    { pinned: true },
    { pinned: false, sort: "cost" },
    { archived: false },
    { archived: true },
    { archived: true, pinned: true, query: "mend" },
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

test("what is archived is in no list that does not ask for it, and pinned is a list of its own", () => {
  using house = withSessions();
  const asked = (filter: ListSessions) => ids(house.store.list({ ...filter, limit: 200 }).items).toSorted();
  const where = (is: (session: Session) => boolean) => ids(house.sessions.filter(is)).toSorted();
  const isArchived = ({ archivedAt }: Session) => archivedAt !== null;
  const isPinned = ({ pinnedAt }: Session) => pinnedAt !== null;
  expect(asked({})).toEqual(where((session) => !isArchived(session)));
  expect(asked({ archived: true })).toEqual(where(isArchived));
  expect(asked({ pinned: true })).toEqual(where((session) => isPinned(session) && !isArchived(session)));
  expect(asked({ pinned: false })).toEqual(where((session) => !isPinned(session) && !isArchived(session)));
});

test("a session that is pinned, archived or brought back moves between the lists of a tab", () => {
  using house = withSessions();
  const session = house.sessions.find(({ pinnedAt, archivedAt }) => !pinnedAt && !archivedAt);
  if (!session) throw new Error("some are neither");
  const moved = (change: Partial<Session>, filter: ListSessions) =>
    ids(heard([...house.sessions, { ...session, ...change }], filter)).includes(session.id);
  const now = new Date();
  expect([moved({ pinnedAt: now }, { pinned: true }), moved({ pinnedAt: now }, { pinned: false })]).toEqual([
    true,
    false,
  ]);
  expect([moved({ archivedAt: now }, {}), moved({ archivedAt: now }, { archived: true })]).toEqual([
    false,
    true,
  ]);
});

test("what the address says is read back as it was written, and nonsense in it is left out", () => {
  const filters: AgentFilters = { query: "fence", statuses: ["failed"], sort: "cost", archived: true };
  const written = writeFilters(filters);
  expect(written).toEqual({ q: "fence", status: "failed", sort: "cost", archived: "1" });
  expect(readFilters({ q: "fence", status: "failed", sort: "cost", archived: "1" })).toEqual(filters);
  const nonsense = readFilters({ status: "asleep,failed", sort: "toString", archived: "yes" });
  expect(nonsense).toEqual({ query: "", statuses: ["failed"], sort: "created", archived: false });
  expect(partsOf({ statuses: [], archived: true }).atWork).toEqual([]);
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
