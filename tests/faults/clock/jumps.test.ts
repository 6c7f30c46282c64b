import { expect, test } from "bun:test";
import { figure } from "../../support/figures.ts";
import { startMessagesApi, text, toolUse } from "../../support/messages-api.ts";
import { eventually } from "../../support/processes.ts";
import { scratchDir } from "../../support/server.ts";
import { watchSession } from "../../support/watch.ts";
import { issueCredential, openBeside } from "../../support/credential.ts";
import { nudge, startWithClock, type WithClock } from "./open-clock.ts";

const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;

const countEvents = (porter: WithClock): number => {
  using database = openBeside(porter);
  return database.query<{ n: number }, []>("SELECT count(*) n FROM events").get()?.n ?? 0;
};

test("a clock that goes a year ahead and back: alarms come once, nothing is thrown away, approvals can be answered, browsers stay in", async () => {
  using home = scratchDir("clock");
  await using api = startMessagesApi();
  api.when("ASK", [[toolUse("Bash", { command: "rm old.txt" })], [text("Gone.")]]);
  await using porter = await startWithClock(home.path, api);
  const { client } = porter;
  const due = new Date(Date.now() + 40 * 24 * HOUR);
  const weekly = await client.tasks.create.mutate({ title: "Water", dueAt: due, recurrence: "FREQ=WEEKLY" });
  await client.tasks.create.mutate({ title: "Call", remindAt: due });
  const session = await client.agents.start.mutate({ prompt: "ASK" });
  using watch = watchSession(client, session.id);
  await watch.untilStatus("waiting");
  const [waiting] = await porter.inbox();
  await client.notifications.snooze.mutate({ id: waiting?.id ?? "", until: due });
  const before = countEvents(porter);
  const cookie = issueCredential(porter, { kind: "browser" }, 90 * 24 * HOUR);

  porter.setClock(YEAR);
  await nudge(porter);
  await eventually(async () => (await porter.inbox()).length === 3);
  const rung = await porter.inbox();
  expect(rung.map(({ kind }) => kind).toSorted()).toEqual(["agent_waiting", "task_due", "task_reminder"]);
  expect((await client.agents.approvals.query()).total).toBe(1);
  expect((await client.tasks.list.query({ query: "Water" })).items).toHaveLength(1);

  // Also over a restart in the wrong year, with events of that year in the log.
  expect(await porter.stop()).toBe(0);
  await using again = await startWithClock(home.path, api);
  again.setClock(YEAR);
  expect(countEvents(again)).toBeGreaterThan(before);
  await nudge(again);
  expect(await again.inbox()).toHaveLength(3);

  again.setClock(-YEAR);
  await nudge(again);
  const next = await again.client.tasks.update.mutate({ id: weekly.id, status: "done" });
  expect(next.status).toBe("done");
  const soon = new Date(Date.now() - YEAR + 300);
  await again.client.tasks.create.mutate({ title: "Soon", remindAt: soon });
  await eventually(async () => (await again.inbox()).some(({ title }) => title === "Soon"));

  again.setClock(0);
  const asBrowser = await fetch(`${again.url}/trpc/tasks.counts`, {
    headers: { cookie: `porter_${again.port}=${cookie}` },
  });
  expect(asBrowser.status).toBe(200);
  const [approval] = (await again.client.agents.approvals.query()).items;
  await again.client.agents.decide.mutate({ approvalId: approval?.approval.id ?? "", decision: "deny" });
  expect(countEvents(again)).toBeGreaterThan(before);
  expect(porter.stderr() + again.stderr()).toBe("");
  figure("clock", "events lost to a clock that was a year ahead", 0);
});
