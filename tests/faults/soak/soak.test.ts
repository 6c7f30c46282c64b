import { expect, test } from "bun:test";
import { figure } from "../../support/figures.ts";
import { LONG } from "../../support/long.ts";
import { startMessagesApi } from "../../support/messages-api.ts";
import { eventually } from "../../support/processes.ts";
import { startPorter, type Porter } from "../../support/server.ts";
import { titlesOf } from "../../support/titles.ts";
import { readExposition, type Exposition } from "../operations/exposition.ts";
import { load, readWithCuts } from "./load.ts";
import { slopePerMinute, type Point } from "./slope.ts";

const MINUTE = 60_000;
const MEGABYTE = 1024 * 1024;
/** How long; how often it is looked at; and from when on slopes count, after caches and the compiler have filled. In ms. */
const LENGTH = Number(process.env.PORTER_TEST_SOAK_MINUTES ?? 20) * MINUTE;
const READ_EVERY = 5_000;
const WARM_UP = LENGTH / 4;
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

/** What must not grow, its unit, and the most that it may for each minute: a leak of each turn or write is many times that. */
const WATCHED = {
  memory: { name: "process_resident_memory_bytes", unit: "MB", per: MEGABYTE, most: 1 },
  handles: { name: "process_open_fds", unit: "", per: 1, most: 0.25 },
  WAL: { name: "porter_database_wal_bytes", unit: "MB", per: MEGABYTE, most: 0.1 },
};

// A few seconds tell nothing of a slope, and what is at random cannot be had again when it fails.
test.skipIf(!LONG)(
  "load and faults at random leave nothing behind: no loss, nothing twice, and nothing that grows",
  async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api, config: CONFIG });
    const { secret } = await porter.client.integrations.rotateSecret.mutate({ integrationId: "tasks" });
    const atFirst = await read(porter);

    const working = new AbortController();
    const reading = new AbortController();
    const readers = Array.from({ length: READERS }, () => readWithCuts(porter, PACE.cut, reading.signal));
    const readings: { at: number; metrics: Exposition }[] = [];
    const looking = setInterval(() => {
      void read(porter).then((metrics) => readings.push({ at: performance.now(), metrics }));
    }, READ_EVERY);
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
    const slopes = Object.entries(WATCHED).map(([what, { name, unit, per, most }]) => {
      const points = readings.map(({ at, metrics }): Point => ({ at, value: metrics.value(name) / per }));
      const warm = points.filter(({ at }) => at - begun >= WARM_UP);
      return { what, unit, most, perMinute: slopePerMinute(warm), last: warm.at(-1)?.value ?? 0 };
    });
    for (const { what, perMinute, most } of slopes)
      expect({ what, perMinute, isLevel: perMinute <= most }).toMatchObject({ isLevel: true });

    figure("soak", "minutes of load and faults", LENGTH / MINUTE, "min");
    figure("soak", "tasks and webhooks written, none lost", tasks.size + hooks.size);
    figure("soak", "turns of agents", done.turns);
    figure("soak", "streams cut", cuts);
    figure(
      "soak",
      "CLIs killed or stopped, model calls failed",
      done.faults.kills + done.faults.stops + done.faults.failures,
    );
    for (const { what, perMinute, last, unit } of slopes) {
      figure("soak", `${what} at the end`, last, unit);
      figure("soak", `${what}: slope`, perMinute, `${unit}/min`);
    }
  },
  LENGTH + 5 * MINUTE,
);

test("a slope is that of the line through the readings", () => {
  const points = [0, 1, 2, 3].map((minute) => ({ at: minute * MINUTE, value: 7 + 2 * minute }));
  expect(slopePerMinute(points)).toBeCloseTo(2);
  expect(slopePerMinute(points.map(({ at }) => ({ at, value: 5 })))).toBe(0);
});
