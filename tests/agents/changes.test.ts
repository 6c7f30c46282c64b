import { describe, expect, test } from "bun:test";
import { createChanges } from "../../server/agents/changes.ts";
import { createStores } from "../../server/agents/stores.ts";
import { createUndo } from "../../server/agents/undo.ts";
import { PorterError } from "../../server/errors.ts";
import type { Actor } from "../../shared/actor.ts";
import { openScratchDatabase } from "../support/database.ts";
import { makeSession } from "../support/session.ts";

function openHouse() {
  const house = openScratchDatabase();
  const { db, events, tasks, comments, notifications } = house;
  const { sessions } = createStores(db);
  const session = sessions.insert(makeSession());
  const agent: Actor = `session:${session.id}`;
  events.write((append) =>
    append({ kind: "session.created", subject: `session:${session.id}`, actor: "owner" }),
  );
  const actions = () => ({
    checkUndo() {
      throw new PorterError("INVALID", "This was done outside of Porter.");
    },
    undo: () => Promise.reject(new Error("Nobody asks for that.")),
  });
  const undo = createUndo({ events, tasks, comments, notifications, actions });
  const changes = createChanges({ events, sessions, tasks, comments, notifications, undo });
  const list = () => changes.list({ id: session.id }).items;
  return { ...house, sessions, session, agent, changes, list };
}

describe("the changes of a session", () => {
  test("are its own alone, newest first, each with what it did", async () => {
    using house = openHouse();
    const { tasks, comments, notifications, events, agent, list, sessions } = house;
    const mine = tasks.create({ title: "Mine" }, "owner");
    tasks.create({ title: "Another's" }, "session:somebody-else");
    const made = tasks.create({ title: "Made" }, agent);
    tasks.update({ id: mine.id, status: "done" }, agent);
    comments.add({ taskId: mine.id, text: "It is done." }, agent);
    notifications.notify({ kind: "agent_completed", title: "A note", body: "Look.", link: "/" }, agent);
    // Porter's own word about the session is no change that the agent made.
    const about = { kind: "agent_completed" as const, title: "x", body: "y", link: "/", key: "session:1" };
    notifications.notify(about, agent);
    const child = sessions.insert(makeSession({ title: "A child" }));
    events.write((append) => {
      append({ kind: "session.created", subject: `session:${child.id}`, actor: agent });
      const ran = { action: "create_event", ok: true, error: null, took: 1 };
      for (const effect of ["change", "read"])
        append({
          kind: "integration.ran",
          subject: "integration:calendar",
          actor: agent,
          after: { ...ran, effect },
        });
    });

    expect(list().map(({ deed, obstacle }) => [deed.type, obstacle === null])).toEqual([
      ["action", false],
      ["session", false],
      ["notification", true],
      ["comment", true],
      ["task", true],
      ["task", true],
    ]);
    const [action, started, , , updated, created] = list();
    expect(action?.obstacle?.reason).toContain("outside of Porter");
    expect(started?.deed).toMatchObject({ sessionId: child.id, title: "A child" });
    expect(updated?.deed).toMatchObject({
      number: mine.number,
      kind: "updated",
      changes: [{ field: "status", before: "todo", after: "done" }],
    });
    expect(created?.deed).toMatchObject({ taskId: made.id, kind: "created" });
  });

  test("come in pages without a gap, over stretches of the log that are somebody else's", async () => {
    using house = openHouse();
    const { tasks, agent, changes, session, db } = house;
    tasks.create({ title: "First" }, agent);
    db.run(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 45000)
       INSERT INTO events (kind, subject, actor, created_at) SELECT 'task.other', 'task:x', 'owner', 0 FROM n`,
    );
    tasks.create({ title: "Second" }, agent);
    tasks.create({ title: "Third" }, agent);
    const titles: string[] = [];
    let cursor: number | undefined;
    do {
      const page = changes.list({ id: session.id, cursor, limit: 1 });
      titles.push(...page.items.map(({ deed }) => ("title" in deed ? deed.title : "")));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(titles).toEqual(["Third", "Second", "First"]);
  });

  test("are found by who made them, without a walk through the log", () => {
    using house = openHouse();
    const asked: string[] = [];
    const client = house.db.$client;
    const query = client.query.bind(client);
    client.query = (sql: string) => {
      asked.push(sql);
      return query(sql);
    };
    house.list();
    client.query = query;
    const reading = asked.find((sql) => sql.includes('from "events"')) ?? "";
    const values = Array.from({ length: reading.split("?").length - 1 }, () => 1);
    const plan = client.query<{ detail: string }, number[]>(`EXPLAIN QUERY PLAN ${reading}`).all(...values);
    expect(plan.map(({ detail }) => detail)).toEqual([
      "SEARCH events USING INDEX events_actor (actor=? AND id<?)",
    ]);
  });

  test("of no session are NOT_FOUND", async () => {
    using house = openHouse();
    expect(() => house.changes.list({ id: Bun.randomUUIDv7() })).toThrow("no session with this id");
  });
});

describe("undo", () => {
  test("looking leaves no trace; undoing is a change of the owner's", async () => {
    using house = openHouse();
    const { tasks, agent, list, changes, read } = house;
    const task = tasks.create({ title: "Paint" }, "owner");
    tasks.update({ id: task.id, title: "Paint it red" }, agent);
    const count = () => read<{ n: number }>("SELECT count(*) n FROM events")[0]?.n;
    const before = count();
    const [change] = list();
    expect(count()).toBe(before);
    expect(tasks.get(task.id).title).toBe("Paint it red");

    await changes.undo(change?.eventId ?? 0, "owner");
    expect(tasks.get(task.id)).toMatchObject({ title: "Paint", updatedBy: "owner" });
  });

  test("is refused where something newer stands on it, and says what and whose", async () => {
    using house = openHouse();
    const { tasks, agent, list, changes } = house;
    const task = tasks.create({ title: "Paint" }, "owner");
    tasks.update({ id: task.id, title: "Paint it red" }, agent);
    tasks.update({ id: task.id, priority: "high" }, "integration:other");
    expect(list()[0]?.obstacle).toBeNull(); // Another field stands beside it, not on it.
    tasks.update({ id: task.id, title: "Paint it blue" }, "owner");
    const [change] = list();
    expect(change?.obstacle).toMatchObject({
      reason: expect.stringContaining("title"),
      since: { actor: "owner" },
    });
    expect(changes.undo(change?.eventId ?? 0, "owner")).rejects.toThrow("title");
    expect(tasks.get(task.id).title).toBe("Paint it blue");
  });

  test("of a comment removes it, of a notification puts it away, once", async () => {
    using house = openHouse();
    const { tasks, comments, notifications, agent, list, changes } = house;
    const task = tasks.create({ title: "Paint" }, "owner");
    comments.add({ taskId: task.id, text: "Which colour?" }, agent);
    const note = notifications.notify({ kind: "agent_completed", title: "A", body: "B", link: "/" }, agent);
    for (const { eventId } of list()) await changes.undo(eventId, "owner");
    expect(comments.list(task.id).items).toEqual([]);
    expect(notifications.find(note.id)?.doneAt).toBeInstanceOf(Date);
    for (const { eventId, obstacle } of list()) {
      expect(obstacle?.reason).toContain("since");
      expect(changes.undo(eventId, "owner")).rejects.toThrow("since");
    }
  });

  test("of all goes back step by step, and tells what it had to leave", async () => {
    using house = openHouse();
    const { tasks, agent, changes, session } = house;
    const task = tasks.create({ title: "Paint" }, "owner");
    const made = tasks.create({ title: "Buy paint" }, agent);
    tasks.update({ id: task.id, status: "in_progress" }, agent);
    tasks.update({ id: task.id, status: "done" }, agent); // stands on the one before it
    tasks.update({ id: task.id, title: "Paint it red" }, agent);
    tasks.update({ id: task.id, title: "Paint it blue" }, "owner");

    const { undone, left } = await changes.undoAll(session.id, "owner");
    expect(undone).toBe(3);
    expect(tasks.get(task.id)).toMatchObject({ title: "Paint it blue", status: "todo" });
    expect(tasks.find(made.id)).toBeUndefined();
    expect(left.map(({ obstacle }) => obstacle?.reason)).toEqual([expect.stringContaining("title")]);
  });
});
