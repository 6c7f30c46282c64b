import { expect, test } from "bun:test";
import type { StreamSignal } from "../../../shared/feed.ts";
import type { TaskChange } from "../../../shared/task.ts";
import { readEventStream } from "../../support/event-stream.ts";
import { figure } from "../../support/figures.ts";
import { LONG } from "../../support/long.ts";
import { eventually } from "../../support/processes.ts";
import { scratchDir } from "../../support/server.ts";
import { startWithClock } from "./open-clock.ts";

const MINUTE = 60_000;
const HELD = 10 * MINUTE;

test("a server that SIGSTOP holds for ten minutes goes on: streams, calls under way, what came due meanwhile", async () => {
  using home = scratchDir("frozen");
  await using porter = await startWithClock(home.path);
  const { client } = porter;
  const leave = new AbortController();
  const stream = readEventStream(porter, "tasks.onChange", { lastEventId: "0", signal: leave.signal });
  const titles: string[] = [];
  const hear = async (count: number) => {
    while (titles.length < count) {
      const data = (await stream.next()).value?.data as TaskChange | StreamSignal | undefined;
      if (data && "task" in data) titles.push(data.task.title);
    }
  };
  await client.tasks.create.mutate({ title: "before", remindAt: new Date(Date.now() + HELD / 2) });
  await hear(1);

  process.kill(porter.pid, "SIGSTOP");
  const underWay = ["one", "two", "three"].map((title) => client.tasks.create.mutate({ title }));
  // At full length the time passes by itself.
  if (LONG) await Bun.sleep(HELD);
  else porter.setClock(HELD);
  process.kill(porter.pid, "SIGCONT");
  const went = performance.now();

  await Promise.all(underWay);
  const took = performance.now() - went;
  await client.tasks.create.mutate({ title: "after" });
  await hear(5);
  expect(titles.toSorted()).toEqual(["after", "before", "one", "three", "two"]);
  await eventually(async () => (await porter.inbox()).length > 0);
  expect((await porter.inbox()).map(({ title }) => title)).toEqual(["before"]);
  expect(porter.stderr()).toBe("");
  leave.abort();
  figure("clock", "until calls were answered after SIGSTOP for ten minutes", took, "ms");
});
