import { memoryOf } from "../tests/support/memory-of.ts";
import { startPorter } from "../tests/support/server.ts";
import { startChild } from "./child.ts";
import type { FanOutFloor } from "./children/fan-out-floor.ts";
import type { SubscribersFigures, SubscribersJob } from "./children/subscribers.ts";
import { toRow, type Bench } from "./frame.ts";
import { median, quantile } from "./statistics.ts";

export const fanOut: Bench = {
  name: "fan-out",
  says: "1,000 subscribers to tasks hear of 50 new ones, each made when all have heard of the one before: from the call that makes it to its arrival. Floor: Elysia alone, which writes one text to all of them and keeps nothing. Each figure is the median of the rounds.",

  async run({ isQuick }) {
    const { rounds, subscribers, events } = isQuick
      ? { rounds: 1, subscribers: 100, events: 10 }
      : { rounds: 5, subscribers: 1_000, events: 50 };
    await using porter = await startPorter();
    await using server = startChild("fan-out-floor");
    await using crowd = startChild("subscribers");
    const ask = (job: SubscribersJob) => {
      crowd.send(job);
      return crowd.hear<SubscribersFigures>();
    };
    const { url } = await server.hear<FanOutFloor>();
    const sides = [
      { pid: porter.pid, at: { url: porter.url, token: porter.token } },
      { pid: server.pid, at: { url, token: "none" } },
    ];
    const before = sides.map(({ pid }) => memoryOf(pid));
    for (const { at } of sides) await ask({ do: "open", ...at, subscribers });

    const lags: number[][][] = sides.map(() => []);
    const memory: number[][] = sides.map(() => []);
    for (let round = 0; round <= rounds; round++)
      for (const [side, { at, pid }] of sides.entries()) {
        const heard = await ask({ do: "tell", ...at, events });
        if (round > 0) lags[side]?.push(heard.lags);
        if (round > 0) memory[side]?.push(memoryOf(pid));
      }
    const each = (read: (round: number[]) => number) => {
      const [samples = [], floor = []] = lags.map((ofSide) => ofSide.map(read));
      return { unit: "ms", samples, floor };
    };
    const [ownMemory = [], floorMemory = []] = memory;
    return [
      toRow({ what: "arrival, median", ...each(median) }),
      toRow({
        what: "arrival, p99",
        ...each((round) => quantile(round, 0.99)),
        aims: [{ of: "porter", most: 75 }],
      }),
      toRow({
        what: "memory before anybody comes (RSS)",
        unit: "MB",
        samples: before.slice(0, 1),
        floor: before.slice(1),
      }),
      toRow({
        what: "memory with all of them (RSS)",
        unit: "MB",
        samples: ownMemory,
        floor: floorMemory,
        aims: [{ of: "porter", most: 160 }],
      }),
    ];
  },
};
