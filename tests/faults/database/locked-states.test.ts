import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { join } from "node:path";
import pino from "pino";
import { systemClock } from "../../../server/integrations/clock.ts";
import { createStatus } from "../../../server/integrations/status.ts";
import { createIntegrationStore } from "../../../server/integrations/store.ts";
import { openScratchDatabase } from "../../support/database.ts";
import { eventually } from "../../support/processes.ts";

test("an integration goes on while the database is locked; what became of it is written down after it, in order, once", async () => {
  using scratch = openScratchDatabase();
  const { db, events, notifications } = scratch;
  let ups = 0;
  const status = createStatus({
    id: "calendar",
    name: "Calendar",
    clock: systemClock,
    store: createIntegrationStore(db),
    events,
    notifications,
    log: pino({ level: "silent" }),
    onUp: () => ups++,
  });
  const failure = { remedy: "auth" as const, message: "It says no." };
  const told = () =>
    events
      .pageBack(Number.MAX_SAFE_INTEGER, { families: ["integration"] }, 10)
      .map(({ after }) => (after as { state: string }).state) // as `createStatus` writes it
      .toReversed();

  using stranger = new Database(join(scratch.dataDir, "porter.db"));
  stranger.run("BEGIN IMMEDIATE");
  status.set("starting");
  status.set("ok");
  status.set("needs_auth", { failure });
  expect([status.get().state, ups, told()]).toEqual(["needs_auth", 1, []]);
  stranger.run("ROLLBACK");
  await eventually(() => told().length === 3);
  expect(told()).toEqual(["starting", "ok", "needs_auth"]);
  expect(notifications.list({}).items).toMatchObject([{ title: "Calendar needs you to sign in" }]);

  status.set("ok");
  status.works();
  expect([told().at(-1), notifications.list({}).items]).toEqual(["ok", []]);
});
