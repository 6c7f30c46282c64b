import { afterEach, describe, expect, setSystemTime, spyOn, test } from "bun:test";
import { Database } from "bun:sqlite";
import { join } from "node:path";
import { keepAlarmClock } from "../../server/tasks/alarm-clock.ts";
import { openScratchDatabase } from "../support/database.ts";
import { scratchDir, startPorter } from "../support/server.ts";

const DAY = 86_400_000;

function withClock(options: { notify?: () => never } = {}) {
  const scratch = openScratchDatabase({ timeZone: "Europe/Berlin" });
  const { db, tasks, events, notifications } = scratch;
  const failures: unknown[] = [];
  const abort = new AbortController();
  const heard = events.follow({ filter: { families: ["notification"] }, signal: abort.signal });
  let kept: Promise<void> | undefined;
  return {
    ...scratch,
    failures,
    start(): void {
      kept = keepAlarmClock({
        db,
        tasks,
        events,
        notifications: { notify: options.notify ?? notifications.notify },
        timeZone: "Europe/Berlin",
        log: { error: (...entry: unknown[]) => void failures.push(entry) },
        signal: abort.signal,
      });
    },
    /** Resolves when the next notification has come. */
    async next(): Promise<void> {
      while ((await heard.next()).value?.type !== "event") continue; // `ready` is before the first.
    },
    inbox: () => notifications.list({}).items,
    alarmCount: () => scratch.read("SELECT * FROM task_alarms").length,
    async [Symbol.asyncDispose](): Promise<void> {
      abort.abort();
      await kept;
      scratch[Symbol.dispose]();
    },
  };
}
afterEach(() => {
  setSystemTime();
});

describe("the alarm clock", () => {
  test("calls at its time for what was set before and after it was started, and each once", async () => {
    await using scratch = withClock();
    const dueAt = new Date("2030-05-01T10:00:00Z");
    const first = scratch.tasks.create(
      { title: "First", dueAt, remindAt: new Date(Date.now() + 20) },
      "owner",
    );
    scratch.start();
    await scratch.next();
    expect(scratch.inbox()).toMatchObject([
      {
        kind: "task_reminder",
        key: `task:${first.id}:reminder`,
        title: "First",
        body: "Due Wednesday 1 May at 12:00",
        link: `/tasks/${first.id}`,
      },
    ]);
    const second = scratch.tasks.create({ title: "Second", dueAt: new Date(Date.now() + 20) }, "owner");
    await scratch.next();
    expect(scratch.inbox()[0]).toMatchObject({ kind: "task_due", key: `task:${second.id}:due` });
    expect(scratch.alarmCount()).toBe(1); // The first one's due date is to come.
    expect(scratch.inbox()).toHaveLength(2);
  });

  test("does not call for what was done before its time", async () => {
    await using scratch = withClock();
    scratch.start();
    const soon = new Date(Date.now() + 30);
    const done = scratch.tasks.create({ title: "Done", remindAt: soon }, "owner");
    scratch.tasks.create({ title: "Open", remindAt: new Date(soon.getTime() + 10) }, "owner");
    scratch.tasks.update({ id: done.id, status: "done" }, "owner");
    await scratch.next();
    expect(scratch.inbox().map(({ title }) => title)).toEqual(["Open"]);
  });

  test("looks at the clock at least every minute, however far the next alarm is: sleep and a set clock heal", async () => {
    await using scratch = withClock();
    using timer = spyOn(globalThis, "setTimeout");
    scratch.tasks.create({ title: "Far", remindAt: new Date(Date.now() + 40 * DAY) }, "owner"); // Beyond 2^31 ms.
    scratch.start();
    const [ring, wait] = timer.mock.lastCall ?? [];
    expect(wait).toBe(60_000);
    setSystemTime(new Date(Date.now() + 41 * DAY)); // The machine slept.
    ring?.();
    expect(scratch.inbox().map(({ title }) => title)).toEqual(["Far"]);
  });

  test("keeps an alarm that could not be called, says so, and tries again a minute later", async () => {
    await using scratch = withClock({
      notify: () => {
        throw new Error("no");
      },
    });
    using timer = spyOn(globalThis, "setTimeout");
    scratch.tasks.create({ title: "A", remindAt: new Date(Date.now() + 1000) }, "owner");
    setSystemTime(new Date(Date.now() + 2000));
    scratch.start();
    expect(scratch.alarmCount()).toBe(1);
    expect(scratch.failures).toHaveLength(1);
    expect(timer.mock.lastCall?.[1]).toBeGreaterThan(59_000);
  });

  test("calls once for what came due while the server was down, over a kill -9 and further starts", async () => {
    using home = scratchDir("home");
    const options = { home: home.path, config: 'server.time_zone = "Europe/Berlin"' };
    const dueAt = new Date("2040-01-01T00:00:00+01:00");
    let dataDir = "";
    {
      await using porter = await startPorter(options);
      await porter.client.tasks.create.mutate({ title: "Rent", dueAt });
      dataDir = porter.dataDir;
      await porter.kill();
    }
    {
      using database = new Database(join(dataDir, "porter.db"));
      const alarms = () => database.query("SELECT kind, at FROM task_alarms").all();
      expect(alarms()).toEqual([{ kind: "due", at: new Date("2040-01-01T09:00:00+01:00").getTime() }]);
      database.run("UPDATE task_alarms SET at = 1000");
    }
    for (const _ of [1, 2]) {
      await using porter = await startPorter(options);
      const { items } = await porter.client.notifications.list.query({});
      expect(items).toMatchObject([{ kind: "task_due", title: "Rent", body: "Due Sunday 1 January" }]);
      const events = await porter.client.tasks.activity.query({
        id: items[0]?.link.slice("/tasks/".length) ?? "",
      });
      expect(events.items.map(({ kind }) => kind)).toEqual(["created"]);
      await porter.kill();
      using database = new Database(join(dataDir, "porter.db"), { readonly: true });
      const told = database.query("SELECT id FROM events WHERE kind = 'notification.created'").all();
      expect(told).toHaveLength(1);
    }
  });
});
