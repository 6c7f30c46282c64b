import { afterEach, describe, expect, setSystemTime, test } from "bun:test";
import type { Actor } from "../../shared/actor.ts";
import { CreateNotification } from "../../shared/notification.ts";
import { openScratchDatabase, type ScratchDatabase } from "../support/database.ts";

const GIVEN = { kind: "agent_completed", title: "Done", body: "All of it.", link: "/agents/1" } as const;
const INBOX = { readAt: null, doneAt: null, snoozedUntil: null };
const HOUR = 3_600_000;
const inAnHour = () => new Date(Date.now() + HOUR);

afterEach(() => {
  setSystemTime();
});

const kindsOf = (scratch: ScratchDatabase) =>
  scratch.read<{ kind: string }>("SELECT kind FROM events ORDER BY id").map(({ kind }) => kind);

const idsIn = ({ notifications }: ScratchDatabase, state: "inbox" | "snoozed" | "done") =>
  notifications.list({ state }).items.map(({ id }) => id);

function lastTold({ events, notifications }: ScratchDatabase, id: string, kind: "created" | "updated") {
  const event = events.findLatest(`notification:${id}`, `notification.${kind}`);
  return event && notifications.describe(event);
}

describe("a notification", () => {
  test("is unread, listed newest first, and told", () => {
    using scratch = openScratchDatabase();
    const { notifications } = scratch;
    const [first, second] = [notifications.notify(GIVEN, "porter"), notifications.notify(GIVEN, "porter")];
    expect(first).toMatchObject({ ...GIVEN, ...INBOX, key: null, approvalId: null });
    expect(notifications.list({})).toEqual({ items: [second, first], nextCursor: null, unread: 2 });
    expect(lastTold(scratch, first.id, "created")).toEqual({ type: "created", notification: first });
  });

  test("is marked as read once, and told once; and as unread again", () => {
    using scratch = openScratchDatabase();
    const { notifications } = scratch;
    const { id } = notifications.notify(GIVEN, "porter");
    const read = notifications.markRead(id, "owner");
    expect(read.readAt).toBeInstanceOf(Date);
    expect(notifications.markRead(id, "owner")).toEqual(read);
    expect(kindsOf(scratch)).toEqual(["notification.created", "notification.updated"]);
    expect(lastTold(scratch, id, "updated")).toEqual({ type: "updated", notification: read });
    expect(notifications.list({}).unread).toBe(0);
    expect(notifications.list({ unread: true }).items).toEqual([]);

    expect(notifications.markUnread(id, "owner").readAt).toBeNull();
    expect(notifications.list({ unread: true }).items.map((item) => item.id)).toEqual([id]);
  });

  test("that is not there cannot be changed", () => {
    using scratch = openScratchDatabase();
    const { notifications } = scratch;
    const id = Bun.randomUUIDv7();
    const changes = [
      notifications.markRead,
      notifications.markUnread,
      notifications.markDone,
      notifications.reopen,
      notifications.wake,
      (missing: string) => notifications.snooze({ id: missing, until: inAnHour() }, "owner"),
    ];
    for (const change of changes)
      expect(() => change(id, "owner")).toThrow(expect.objectContaining({ code: "NOT_FOUND" }));
  });

  test("as an old event holds it, without what came later, is still read", () => {
    using scratch = openScratchDatabase();
    const { events } = scratch;
    const old = { ...GIVEN, id: Bun.randomUUIDv7(), readAt: null, createdAt: new Date() };
    const subject = `notification:${old.id}`;
    events.write((append) => append({ kind: "notification.created", subject, actor: "porter", after: old }));
    expect(lastTold(scratch, old.id, "created")).toEqual({
      type: "created",
      notification: { ...old, ...INBOX, key: null, approvalId: null, tokenId: null },
    });
  });
});

describe("what a named token says", () => {
  test("has that token's id on it, also where it was read, and nobody else's note has one", () => {
    using scratch = openScratchDatabase();
    const { notifications } = scratch;
    const tokenId = Bun.randomUUIDv7();
    const note = notifications.note({ title: "Backup is late" }, `token:${tokenId}`);
    expect(note.tokenId).toBe(tokenId);
    expect(notifications.markRead(note.id, "owner").tokenId).toBe(tokenId);
    expect(lastTold(scratch, note.id, "updated")).toMatchObject({ notification: { tokenId } });
    const others = ["owner", "porter", "session:1", "integration:tasks"] as const;
    for (const actor of others) expect(notifications.notify(GIVEN, actor).tokenId).toBeNull();
    expect(CreateNotification.safeParse({ title: "Mine", tokenId }).success).toBe(false);
  });

  test("is the last one's where a key comes again", () => {
    using scratch = openScratchDatabase();
    const { notifications } = scratch;
    const ids = [Bun.randomUUIDv7(), Bun.randomUUIDv7()];
    const say = (actor: Actor) => notifications.note({ title: "Disk", key: "disk" }, actor);
    const made = ids.map((id) => say(`token:${id}`));
    expect(made.map(({ tokenId }) => tokenId)).toEqual(ids);
    expect(say("owner")).toMatchObject({ id: made[0]?.id, tokenId: null });
    expect(notifications.list({}).items).toMatchObject([{ tokenId: null }]);
  });
});

describe("a key", () => {
  test("that is there already: the new one takes its place, on top, unread and back in the inbox", () => {
    using scratch = openScratchDatabase();
    const { notifications } = scratch;
    setSystemTime(new Date()); // It stands still: also within one millisecond the new one is the later one.
    const first = notifications.notify({ ...GIVEN, key: "session:1" }, "porter");
    const other = notifications.notify(GIVEN, "porter");
    for (const away of [
      () => notifications.markRead(first.id, "owner"),
      () => notifications.markDone(first.id, "owner"),
      () => notifications.snooze({ id: first.id, until: inAnHour() }, "owner"),
    ]) {
      away();
      const told = {
        ...GIVEN,
        kind: "agent_waiting",
        key: "session:1",
        approvalId: Bun.randomUUIDv7(),
      } as const;
      const renewed = notifications.notify(told, "porter");
      expect(renewed).toMatchObject({ ...told, ...INBOX, id: first.id });
      expect(renewed.createdAt.getTime()).toBeGreaterThan(first.createdAt.getTime());
      expect(idsIn(scratch, "inbox")).toEqual([first.id, other.id]);
      expect(lastTold(scratch, first.id, "created")).toEqual({ type: "created", notification: renewed });
    }
    expect(notifications.notify({ ...GIVEN, key: "session:1" }, "porter").approvalId).toBeNull();
  });

  test("resolves what it names, from the inbox and out of a snooze, and nothing else", () => {
    using scratch = openScratchDatabase();
    const { notifications } = scratch;
    const one = notifications.notify({ ...GIVEN, key: "session:1" }, "porter");
    const two = notifications.notify({ ...GIVEN, key: "session:2" }, "porter");
    notifications.snooze({ id: two.id, until: inAnHour() }, "owner");
    notifications.resolve("session:1", "owner");
    notifications.resolve("session:2", "owner");
    expect(idsIn(scratch, "done")).toEqual([two.id, one.id]);
    expect(idsIn(scratch, "snoozed")).toEqual([]);

    const told = kindsOf(scratch).length;
    notifications.resolve("session:1", "owner");
    notifications.resolve("session:3", "owner");
    expect(kindsOf(scratch)).toHaveLength(told);
  });
});

describe("done", () => {
  test("is out of the inbox and read; reopened it is where it was", () => {
    using scratch = openScratchDatabase();
    const { notifications } = scratch;
    const first = notifications.notify(GIVEN, "porter");
    const second = notifications.notify(GIVEN, "porter");
    const done = notifications.markDone(first.id, "owner");
    expect(done.doneAt).toBeInstanceOf(Date);
    expect(notifications.markDone(first.id, "owner")).toEqual(done);
    expect(notifications.list({})).toMatchObject({ items: [{ id: second.id }], unread: 1 });
    expect(idsIn(scratch, "done")).toEqual([first.id]);

    notifications.reopen(first.id, "owner");
    expect(idsIn(scratch, "inbox")).toEqual([second.id, first.id]);
    expect(notifications.list({}).unread).toBe(1);
  });
});

test("what was read is done with the time at which it was read", () => {
  using scratch = openScratchDatabase();
  const { notifications } = scratch;
  const read = notifications.markRead(notifications.notify(GIVEN, "porter").id, "owner");
  setSystemTime(inAnHour());
  expect(notifications.markDone(read.id, "owner").readAt).toEqual(read.readAt);
});

describe("a snooze", () => {
  test("takes it out of the inbox, and can be taken back as if it had not been", () => {
    using scratch = openScratchDatabase();
    const { notifications } = scratch;
    const first = notifications.notify(GIVEN, "porter");
    const read = notifications.markRead(notifications.notify(GIVEN, "porter").id, "owner");
    const until = inAnHour();
    expect(notifications.snooze({ id: read.id, until }, "owner")).toEqual({ ...read, snoozedUntil: until });
    expect(idsIn(scratch, "inbox")).toEqual([first.id]);
    expect(idsIn(scratch, "snoozed")).toEqual([read.id]);
    expect(notifications.wake(read.id, "owner")).toEqual(read);
    expect(idsIn(scratch, "inbox")).toEqual([read.id, first.id]);
  });

  test("brings back what was done, later", () => {
    using scratch = openScratchDatabase();
    const { notifications } = scratch;
    const { id } = notifications.notify(GIVEN, "porter");
    notifications.markDone(id, "owner");
    notifications.snooze({ id, until: inAnHour() }, "owner");
    expect([idsIn(scratch, "done"), idsIn(scratch, "snoozed")]).toEqual([[], [id]]);
  });

  test("ends in the future only", () => {
    using scratch = openScratchDatabase();
    const { id } = scratch.notifications.notify(GIVEN, "porter");
    const snooze = () => scratch.notifications.snooze({ id, until: new Date() }, "owner");
    expect(snooze).toThrow(expect.objectContaining({ code: "INVALID" }));
    expect(idsIn(scratch, "inbox")).toEqual([id]);
  });

  test("that has ended counts as ended before anything was done about it", () => {
    using scratch = openScratchDatabase();
    const { notifications } = scratch;
    const { id } = notifications.notify(GIVEN, "porter");
    setSystemTime(notifications.snooze({ id, until: inAnHour() }, "owner").snoozedUntil ?? 0);
    expect([idsIn(scratch, "inbox"), idsIn(scratch, "snoozed")]).toEqual([[id], []]);
    expect(notifications.list({}).unread).toBe(1);
  });

  test("that ends on a clock that was set back still makes it the latest", () => {
    using scratch = openScratchDatabase();
    const { notifications } = scratch;
    const made = notifications.notify(GIVEN, "porter");
    setSystemTime(new Date(made.createdAt.getTime() - 24 * HOUR));
    const until = inAnHour();
    notifications.snooze({ id: made.id, until }, "owner");
    notifications.wakeDue(until);
    expect(notifications.find(made.id)?.createdAt).toEqual(new Date(made.createdAt.getTime() + 1));
  });

  test("that has ended brings it again, unread and on top; one that has not is left alone", () => {
    using scratch = openScratchDatabase();
    const { notifications } = scratch;
    const [early, late] = [notifications.notify(GIVEN, "porter"), notifications.notify(GIVEN, "porter")];
    const newest = notifications.notify(GIVEN, "porter");
    notifications.markRead(early.id, "owner");
    const until = inAnHour();
    notifications.snooze({ id: early.id, until }, "owner");
    notifications.snooze({ id: late.id, until: new Date(until.getTime() + 1) }, "owner");
    expect(notifications.nextWake()).toEqual(until);

    notifications.wakeDue(until);
    expect(notifications.find(early.id)).toMatchObject({ ...INBOX, createdAt: until });
    expect(idsIn(scratch, "inbox")).toEqual([early.id, newest.id]);
    expect(idsIn(scratch, "snoozed")).toEqual([late.id]);
    expect(lastTold(scratch, early.id, "created")).toMatchObject({ notification: { createdAt: until } });
    expect(notifications.nextWake()).toEqual(new Date(until.getTime() + 1));
  });
});

describe("all of the inbox", () => {
  test("is read at once, each one told, and those that were read before or are elsewhere left alone", () => {
    using scratch = openScratchDatabase();
    const { notifications } = scratch;
    const made = Array.from({ length: 4 }, () => notifications.notify(GIVEN, "porter"));
    const early = notifications.markRead(made[0]?.id ?? "", "owner");
    const away = notifications.snooze({ id: made[1]?.id ?? "", until: inAnHour() }, "owner");
    const before = kindsOf(scratch).length;
    notifications.markAllRead("owner");
    notifications.markAllRead("owner");
    expect(kindsOf(scratch).slice(before)).toEqual(["notification.updated", "notification.updated"]);
    expect(notifications.list({}).items.at(-1)).toEqual(early);
    expect(notifications.list({}).unread).toBe(0);
    expect(notifications.find(away.id)).toEqual(away);
  });

  test("is done at once, and what is snoozed stays so", () => {
    using scratch = openScratchDatabase();
    const { notifications } = scratch;
    const made = Array.from({ length: 3 }, () => notifications.notify(GIVEN, "porter").id);
    notifications.snooze({ id: made[0] ?? "", until: inAnHour() }, "owner");
    notifications.markAllDone("owner");
    expect(idsIn(scratch, "done")).toEqual(made.slice(1).toReversed());
    expect(idsIn(scratch, "snoozed")).toEqual(made.slice(0, 1));
  });

  test("is paged, each once, while others come", () => {
    using scratch = openScratchDatabase();
    const { notifications } = scratch;
    const made = Array.from({ length: 9 }, () => notifications.notify(GIVEN, "porter").id);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = notifications.list({ limit: 4, ...(cursor !== undefined && { cursor }) });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
      notifications.notify(GIVEN, "porter");
    } while (cursor !== undefined);
    expect(seen).toEqual(made.toReversed());
  });
});
