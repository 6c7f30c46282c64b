import { writeSync } from "node:fs";
import { resolve } from "node:path";
import { openDatabase } from "../../../server/db/open.ts";
import { createEventLog } from "../../../server/events/log.ts";
import { createNotifications } from "../../../server/notifications/service.ts";
import { createTasks } from "../../../server/tasks/service.ts";

/** Makes, changes and removes tasks until it is killed, and says each change once it is acknowledged. */
const { db } = openDatabase({
  dataDir: process.argv[2] ?? "",
  migrations: resolve(import.meta.dir, "../../../drizzle"),
});
const events = createEventLog({ db });
const tasks = createTasks({
  db,
  events,
  notifications: createNotifications({ db, events }),
  timeZone: "UTC",
});
const say = (what: string, id: string) => writeSync(1, `${what} ${id}\n`);

for (let n = 0; ; n++) {
  const { id } = tasks.create(
    { title: `task ${n}`, description: "words ".repeat(n % 700), tags: ["a"] },
    "owner",
  );
  say("made", id);
  tasks.update({ id, title: `changed ${n}`, dueAt: new Date(Date.now() + n * 1000) }, "owner");
  if (n % 3 !== 0) continue;
  tasks.remove(id, "owner");
  say("removed", id);
}
