import { afterEach, expect, setSystemTime, test } from "bun:test";
import fc from "fast-check";
import { TaskStatus } from "../../shared/task.ts";
import { openScratchDatabase } from "../support/database.ts";
import { runs } from "../support/long.ts";

const NOW = new Date("2030-01-01T00:00:00Z").getTime();
const TAGS = fc.uniqueArray(fc.constantFrom("a", "b", "ß", "c d", '"'), { maxLength: 3 });
const Which = fc.nat({ max: 5 });
const Change = fc.oneof(
  fc.record({ do: fc.constant("create"), status: fc.constantFrom(...TaskStatus.options), tags: TAGS }),
  fc.record({ do: fc.constant("update"), which: Which, status: fc.constantFrom(...TaskStatus.options) }),
  fc.record({ do: fc.constant("tag"), which: Which, tags: TAGS }),
  fc.record({ do: fc.constantFrom("remove", "restore", "roll back"), which: Which }),
  fc.record({
    do: fc.constantFrom("notify", "read", "unread", "done", "reopen", "snooze", "wake"),
    which: Which,
  }),
  fc.record({ do: fc.constantFrom("read all", "done all", "forget all", "time goes by", "wake due") }),
);

afterEach(() => void setSystemTime());

test("what triggers keep is what there is, after any writes: tasks by status and tag, unread notifications", () => {
  fc.assert(
    fc.property(fc.array(Change, { maxLength: 60, size: "max" }), (changes) => {
      using house = openScratchDatabase();
      const { db, tasks, notifications } = house;
      db.run("PRAGMA synchronous = OFF");
      setSystemTime(new Date(NOW));
      const tasksMade: string[] = [];
      const told: string[] = [];
      for (const change of changes) {
        const which = "which" in change ? change.which : 0;
        const id = tasksMade[which % Math.max(1, tasksMade.length)];
        const isThere = id !== undefined && tasks.find(id) !== undefined;
        const known = told[which % Math.max(1, told.length)];
        const note = known && notifications.find(known)?.id;
        switch (change.do) {
          case "create":
            if ("tags" in change && "status" in change)
              tasksMade.push(
                tasks.create({ title: "x", status: change.status, tags: change.tags }, "owner").id,
              );
            break;
          case "update":
            if (isThere && "status" in change) tasks.update({ id, status: change.status }, "owner");
            break;
          case "tag":
            if (isThere && "tags" in change) tasks.update({ id, tags: change.tags }, "owner");
            break;
          case "remove":
            if (isThere) tasks.remove(id, "owner");
            break;
          case "restore":
            if (id !== undefined && !isThere) tasks.restore(id, "owner");
            break;
          case "roll back":
            expect(() =>
              house.events.write(() => {
                tasks.create({ title: "x", tags: ["a"] }, "owner");
                if (isThere) tasks.remove(id, "owner");
                throw new Error("rolled back");
              }),
            ).toThrow("rolled back");
            break;
          case "notify": {
            const key = `note ${which}`;
            const { id } = notifications.notify(
              { kind: "agent_note", title: "x", body: "", link: "/", key },
              "owner",
            );
            if (!told.includes(id)) told.push(id);
            break;
          }
          case "read":
            if (note) notifications.markRead(note, "owner");
            break;
          case "unread":
            if (note) notifications.markUnread(note, "owner");
            break;
          case "done":
            if (note) notifications.markDone(note, "owner");
            break;
          case "reopen":
            if (note) notifications.reopen(note, "owner");
            break;
          case "snooze":
            if (note) notifications.snooze({ id: note, until: new Date(Date.now() + 1_000) }, "owner");
            break;
          case "wake":
            if (note) notifications.wake(note, "owner");
            break;
          case "read all":
            notifications.markAllRead("owner");
            break;
          case "done all":
            notifications.markAllDone("owner");
            break;
          case "forget all":
            db.run("DELETE FROM notifications WHERE number % 2 = 0");
            break;
          case "time goes by":
            setSystemTime(new Date(Date.now() + 700));
            break;
          case "wake due":
            notifications.wakeDue(new Date());
            break;
        }
        const count = (sql: string) => db.all<{ count: number }>(sql)[0]?.count ?? 0;
        for (const [status, kept] of Object.entries(tasks.counts()))
          expect(kept).toBe(count(`SELECT count(*) AS count FROM tasks WHERE status = '${status}'`));
        expect(notifications.list({}).unread).toBe(
          count(
            `SELECT count(*) AS count FROM notifications WHERE read_at IS NULL AND done_at IS NULL AND (snoozed_until IS NULL OR snoozed_until <= ${Date.now()})`,
          ),
        );
        expect(db.all("SELECT tag, number FROM task_tags ORDER BY tag, number")).toEqual(
          db.all("SELECT value AS tag, number FROM tasks, json_each(tags) ORDER BY value, number"),
        );
      }
    }),
    { numRuns: runs(15, 500) },
  );
});
