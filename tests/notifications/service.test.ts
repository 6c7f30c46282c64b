import { describe, expect, test } from "bun:test";
import { createNotifications } from "../../server/notifications/service.ts";
import { openScratchDatabase, type ScratchDatabase } from "../support/database.ts";

const GIVEN = { kind: "agent_completed", title: "Done", body: "All of it.", link: "/agents/1" } as const;

function open() {
  const scratch = openScratchDatabase();
  const notifications = createNotifications(scratch);
  return { ...scratch, notifications, [Symbol.dispose]: () => scratch[Symbol.dispose]() };
}

const kindsOf = (scratch: ScratchDatabase) =>
  scratch.read<{ kind: string }>("SELECT kind FROM events ORDER BY id").map(({ kind }) => kind);

describe("a notification", () => {
  test("is unread, listed newest first, and told", () => {
    using scratch = open();
    const { notifications, events } = scratch;
    const [first, second] = [notifications.notify(GIVEN, "porter"), notifications.notify(GIVEN, "porter")];
    expect(first).toMatchObject({ ...GIVEN, readAt: null });
    expect(notifications.list({})).toEqual({ items: [second, first], nextCursor: null, unread: 2 });
    const event = events.findLatest(`notification:${first.id}`, "notification.created");
    expect(event && notifications.describe(event)).toEqual({ type: "created", notification: first });
  });

  test("is marked as read once, and told once", () => {
    using scratch = open();
    const { notifications, events } = scratch;
    const { id } = notifications.notify(GIVEN, "porter");
    const read = notifications.markRead(id, "owner");
    expect(read.readAt).toBeInstanceOf(Date);
    expect(notifications.markRead(id, "owner")).toEqual(read);
    expect(kindsOf(scratch)).toEqual(["notification.created", "notification.updated"]);
    const event = events.findLatest(`notification:${id}`, "notification.updated");
    expect(event && notifications.describe(event)).toEqual({ type: "updated", notification: read });
    expect(notifications.list({}).unread).toBe(0);
    expect(notifications.list({ unread: true }).items).toEqual([]);
  });

  test("that is not there cannot be marked", () => {
    using scratch = open();
    const mark = () => scratch.notifications.markRead(Bun.randomUUIDv7(), "owner");
    expect(mark).toThrow(expect.objectContaining({ code: "NOT_FOUND" }));
  });
});

describe("all of them", () => {
  test("are marked at once, each one told, and those that were read before left alone", () => {
    using scratch = open();
    const { notifications } = scratch;
    const made = Array.from({ length: 3 }, () => notifications.notify(GIVEN, "porter"));
    const early = notifications.markRead(made[0]?.id ?? "", "owner");
    notifications.markAllRead("owner");
    notifications.markAllRead("owner");
    expect(kindsOf(scratch).filter((kind) => kind === "notification.updated")).toHaveLength(3);
    expect(notifications.list({}).items.at(-1)).toEqual(early);
    expect(notifications.list({}).unread).toBe(0);
  });

  test("are paged, each once, while others come", () => {
    using scratch = open();
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
