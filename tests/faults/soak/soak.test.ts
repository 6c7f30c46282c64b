import { expect, test } from "bun:test";
import { join } from "node:path";
import { figure } from "../../support/figures.ts";
import { LONG } from "../../support/long.ts";
import { startMessagesApi } from "../../support/messages-api.ts";
import { eventually } from "../../support/processes.ts";
import { scratchDir, startPorter, type Porter } from "../../support/server.ts";
import { titlesOf } from "../../support/titles.ts";
import { readExposition, type Exposition } from "../operations/exposition.ts";
import { readRemains, withCollector, type Remains } from "./collector.ts";
import { load, readWithCuts } from "./load.ts";
import { slopePerMinute, type Point } from "./slope.ts";

const MINUTE = 60_000;
const MEGABYTE = 1024 * 1024;
/** How long, and how often it is looked at, in ms. */
const LENGTH = Number(process.env.PORTER_TEST_SOAK_MINUTES ?? 20) * MINUTE;
const READ_EVERY = 10_000;
const READERS = 4;
const PACE = { write: 200, webhook: 700, turn: 2_000, cut: 3_000, fault: 5_000 };
const CONFIG = `
[agents]
max_concurrent = 2
idle_minutes = 0.03
[integrations]
enabled = ["tasks"]
`;

const read = async ({ url, token }: Porter): Promise<Exposition> => {
  const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
  return readExposition(await answer.text());
};

type Reading = { at: number; metrics: Exposition; remains: Remains };

/**
 * What must not grow, its unit, and the most that it may for each minute of the second half. In the first one caches
 * fill, code is compiled and the allocator takes what it will then use again. A leak of 10 KB for each turn or 1 KB for each
 * write is 0.2 MB and some thousand objects.
 */
const WATCHED = {
  memory: { of: ({ remains }: Reading) => remains.memory / MEGABYTE, unit: "MB", most: 0.5 },
  heap: { of: ({ remains }: Reading) => remains.heap / MEGABYTE, unit: "MB", most: 0.15 },
  objects: { of: ({ remains }: Reading) => remains.objects, unit: "", most: 1_000 },
  handles: { of: ({ metrics }: Reading) => metrics.value("process_open_fds"), unit: "", most: 0.25 },
  WAL: {
    of: ({ metrics }: Reading) => metrics.value("porter_database_wal_bytes") / MEGABYTE,
    unit: "MB",
    most: 0.05,
  },
};

// A few seconds tell nothing of a slope, and what is at random cannot be had again when it fails.
test.skipIf(!LONG)(
  "load and faults at random leave nothing behind: no loss, nothing twice, and nothing that grows",
  async () => {
    await using api = startMessagesApi();
    using scratch = scratchDir("soak");
    const collector = join(scratch.path, "collector.sock");
    await using porter = await startPorter({ api, config: CONFIG, env: withCollector(collector) });
    const { secret } = await porter.client.integrations.rotateSecret.mutate({ integrationId: "tasks" });
    const atFirst = await read(porter);

    const working = new AbortController();
    const reading = new AbortController();
    const readers = Array.from({ length: READERS }, () => readWithCuts(porter, PACE.cut, reading.signal));
    const readings: Reading[] = [];
    const look = async (): Promise<void> => {
      const [metrics, remains] = [await read(porter), await readRemains(collector)];
      readings.push({ at: performance.now(), metrics, remains });
    };
    const looking = setInterval(() => void look(), READ_EVERY);
    const begun = performance.now();
    const end = setTimeout(() => working.abort(), LENGTH);
    const done = await load({ porter, api, secret, pace: PACE, signal: working.signal }).finally(() => {
      clearInterval(looking);
      clearTimeout(end);
    });

    // Nothing lost: each reader, cut however often, has every task; each webhook that was taken is a task, once.
    const { tasks, hooks } = done;
    await eventually(() => readers.every(({ created }) => [...tasks].every((id) => created.has(id))));
    const handled = async () => {
      const metrics = await read(porter);
      return metrics.find("porter_deliveries", { state: "handled" }) === hooks.size;
    };
    await eventually(handled);
    expect((await titlesOf(porter)).sort()).toEqual([...hooks].sort());
    reading.abort();
    await Promise.all(readers.map(({ ended }) => ended));

    // Nothing left behind: no turn, no process, no stream, no handle.
    const isQuiet = (metrics: Exposition) =>
      metrics.value("porter_turns_running") === 0 &&
      metrics.value("porter_turns_queued") === 0 &&
      metrics.value("porter_streams_open") === 0 &&
      metrics.value("porter_agent_processes", { state: "idle" }) === 0 &&
      metrics.value("process_open_fds") <= atFirst.value("process_open_fds") + 5;
    await eventually(async () => isQuiet(await read(porter)));
    const statuses = await Promise.all(
      done.sessions.map(async (id) => (await porter.client.agents.get.query({ id })).session.status),
    );
    expect(statuses.filter((status) => !["completed", "failed", "interrupted"].includes(status))).toEqual([]);
    expect(done.faults.failures + done.faults.kills + done.faults.stops).toBeGreaterThan(0);
    expect(porter.stderr()).not.toContain('"level":50');

    const cuts = readers.reduce((sum, reader) => sum + reader.cuts(), 0);
    const slopes = Object.entries(WATCHED).map(([what, { of, unit, most }]) => {
      const points = readings.map((reading): Point => ({ at: reading.at, value: of(reading) }));
      const isEarly = ({ at }: Point) => at - begun < LENGTH / 2;
      const first = slopePerMinute(points.filter(isEarly));
      const second = slopePerMinute(points.filter((point) => !isEarly(point)));
      return { what, unit, most, first, second, last: points.at(-1)?.value ?? 0 };
    });
    expect(slopes.filter(({ second, most }) => second > most)).toEqual([]);

    figure("soak", "minutes of load and faults", LENGTH / MINUTE, "min");
    figure("soak", "tasks and webhooks written, none lost", tasks.size + hooks.size);
    figure("soak", "turns of agents", done.turns);
    figure("soak", "streams cut", cuts);
    figure(
      "soak",
      "CLIs killed or stopped, model calls failed",
      done.faults.kills + done.faults.stops + done.faults.failures,
    );
    const peak = Math.max(...readings.map(({ metrics }) => metrics.value("process_resident_memory_bytes")));
    figure("soak", "memory at most, garbage and all", peak / MEGABYTE, "MB");
    for (const { what, first, second, last, unit } of slopes) {
      figure("soak", `${what} at the end`, last, unit);
      figure("soak", `${what}: slope of the first half`, first, `${unit}/min`);
      figure("soak", `${what}: slope of the second half`, second, `${unit}/min`);
    }
  },
  LENGTH + 5 * MINUTE,
);

test("a slope is that of the line through the readings", () => {
  const points = [0, 1, 2, 3].map((minute) => ({ at: minute * MINUTE, value: 7 + 2 * minute }));
  expect(slopePerMinute(points)).toBeCloseTo(2);
  expect(slopePerMinute(points.map(({ at }) => ({ at, value: 5 })))).toBe(0);
});
