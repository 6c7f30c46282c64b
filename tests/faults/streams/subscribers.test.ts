import { expect, test } from "bun:test";
import { figure } from "../../support/figures.ts";
import { runs } from "../../support/long.ts";
import { handlesOf, memoryOf } from "../../support/memory-of.ts";
import { eventually } from "../../support/processes.ts";
import { startPorter, type Porter } from "../../support/server.ts";
import { openRawStream } from "./raw-stream.ts";

const SUBSCRIBERS = runs(100, 1_000);
const ROUNDS = runs(3, 8);
/** In MB, from the first round to the lowest of the later ones: what the collector has not come to yet is less. */
const MOST_GROWTH = 100;

/** All of them come, hear of one change, and go. */
async function round(porter: Porter, title: string): Promise<void> {
  const streams = Array.from({ length: SUBSCRIBERS }, () => openRawStream(porter, "events.onEvent"));
  await Promise.all(streams.map(({ until }) => until('"ready"')));
  expect(await openStreams(porter)).toBe(SUBSCRIBERS);
  await porter.client.tasks.create.mutate({ title });
  await Promise.all(streams.map(({ until }) => until(title)));
  for (const { cut } of streams) cut();
}

async function openStreams(porter: Porter): Promise<number> {
  const answer = await fetch(`${porter.url}/metrics`, {
    headers: { authorization: `Bearer ${porter.token}` },
  });
  return Number(/^porter_streams_open (\d+)$/m.exec(await answer.text())?.[1]);
}

test(`${SUBSCRIBERS} subscribers, then none, ${ROUNDS} times: streams and handles are back where they were`, async () => {
  await using porter = await startPorter();
  await openStreams(porter); // has a connection of its own
  const handles = handlesOf(porter.pid);
  const memory: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    await round(porter, `round ${i}`);
    await eventually(async () => (await openStreams(porter)) === 0);
    // The calls beside may have kept a connection or two of their own.
    await eventually(() => handlesOf(porter.pid) <= handles + 3);
    memory.push(memoryOf(porter.pid));
  }
  const growth = Math.min(...memory.slice(memory.length / 2)) - (memory[0] ?? 0);
  expect(growth).toBeLessThan(MOST_GROWTH);
  figure("streams", "subscribers at once, who came and went", SUBSCRIBERS);
  figure("streams", "streams left behind", await openStreams(porter));
  figure("streams", `memory that ${ROUNDS - 1} further rounds of them cost`, growth, "MB");
});
