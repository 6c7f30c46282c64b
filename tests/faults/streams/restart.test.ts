import { afterEach, expect, spyOn, test } from "bun:test";
import { createPorterClient } from "../../../client/sdk/index.ts";
import { figure } from "../../support/figures.ts";
import { runs } from "../../support/long.ts";
import { findFreePort, scratchDir, startPorter, type Porter } from "../../support/server.ts";

const CLIENTS = runs(40, 100);
/** In s: the issue's own limit. */
const LIMIT = 10;
/** In ms: how far apart the pauses are at least after which so many come back; the same for all would be a wave. */
const SPREAD = 100;

const timers = spyOn(globalThis, "setTimeout");
afterEach(() => timers.mockClear());
/** Those for which a client waits before it comes back, in ms; what else sets a timer here waits for longer or less. */
const pauses = (): number[] =>
  timers.mock.calls.map(([, delay = 0]) => delay).filter((delay) => delay > 300 && delay < 1_000);

/** A reader with a connection of its own, as long as the signal; tells what it hears. */
async function follow(porter: Porter, hear: (what: string) => void, signal: AbortSignal): Promise<void> {
  const client = createPorterClient({ url: porter.url, token: porter.token });
  for await (const { data } of client.tasks.onChange.subscribe(undefined, { signal }))
    hear("task" in data ? data.task.title : data.type);
}

for (const how of ["stop", "kill"] as const) {
  test(`a restart (${how}) under ${CLIENTS} clients: all are back within ${LIMIT} s, not all at once, and missed nothing`, async () => {
    using home = scratchDir("home");
    const options = { home: home.path, port: findFreePort() };
    let porter = await startPorter(options);
    const abort = new AbortController();
    const clients = Array.from({ length: CLIENTS }, () => ({
      heard: new Array<string>(),
      backAt: 0,
      ready: Promise.withResolvers<void>(),
      back: Promise.withResolvers<void>(),
    }));
    let servesAt = Infinity;
    const reading = clients.map((client) =>
      follow(
        porter,
        (what) => {
          if (what !== "ready") client.heard.push(what);
          else if (servesAt === Infinity) client.ready.resolve();
          if (what === "during the restart") {
            client.backAt = performance.now();
            client.back.resolve();
          }
        },
        abort.signal,
      ),
    );
    await Promise.all(clients.map(({ ready }) => ready.promise));
    await porter.client.tasks.create.mutate({ title: "before" });
    await porter[how]();
    porter = await startPorter(options);
    servesAt = performance.now();
    await porter.client.tasks.create.mutate({ title: "during the restart" });
    await Promise.all(clients.map(({ back }) => back.promise));
    abort.abort();
    await Promise.all(reading);
    const seconds = clients.map(({ backAt }) => (backAt - servesAt) / 1000).sort((a, b) => a - b);
    const [first = 0, last = 0] = [seconds[0], seconds.at(-1)];
    for (const { heard } of clients) expect(heard).toEqual(["before", "during the restart"]);
    expect(last).toBeLessThan(LIMIT);
    expect(pauses().length).toBeGreaterThanOrEqual(CLIENTS);
    expect(Math.max(...pauses()) - Math.min(...pauses())).toBeGreaterThan(SPREAD);
    await porter.stop();
    figure("streams", `until the last of ${CLIENTS} clients was back after a restart (${how})`, last, "s");
    figure("streams", `between the first and the last of them (${how})`, (last - first) * 1000, "ms");
  });
}
