import { expect, test } from "bun:test";
import { createPlanLimits } from "../../server/agents/plan-limits.ts";
import { createStores } from "../../server/agents/stores.ts";
import { openScratchDatabase } from "../support/database.ts";

const NOW = new Date("2026-11-23T12:00:00Z");
const at = (time: string) => new Date(`2026-11-23T${time}Z`);

const open = (scratch: ReturnType<typeof openScratchDatabase>) =>
  createPlanLimits({ stores: createStores(scratch.db), events: scratch.events });

test("only what has changed by a whole percent is written down and told", () => {
  using scratch = openScratchDatabase();
  const limits = open(scratch);
  const say = (utilization: number) =>
    limits.note([{ type: "five_hour", status: "allowed", utilization, resetsAt: at("15:00:00") }], "porter");
  for (const utilization of [0.501, 0.503, 0.504, 0.51]) say(utilization);
  expect(limits.list()).toMatchObject([{ type: "five_hour", utilization: 0.51, resetsAt: at("15:00:00") }]);
  expect(scratch.read("select id from events where kind = 'limit.updated'")).toHaveLength(2);
});

test("a turn waits for the end that the failed call told, else for the latest of the limits that are met", () => {
  using scratch = openScratchDatabase();
  const limits = open(scratch);
  expect(limits.waitsUntil(null, NOW)).toBeNull();
  const rejected = { status: "rejected", utilization: 1 } as const;
  limits.note(
    [
      { ...rejected, type: "five_hour", resetsAt: at("15:00:00") },
      { ...rejected, type: "seven_day", resetsAt: at("18:00:00") },
      { ...rejected, type: "over", resetsAt: at("11:00:00") },
      { type: "overage", status: "allowed", utilization: 0.1, resetsAt: at("20:00:00") },
    ],
    "porter",
  );
  expect(limits.waitsUntil(null, NOW)).toEqual(at("18:00:00"));
  expect(limits.waitsUntil(at("16:00:00"), NOW)).toEqual(at("16:00:00"));
  // This machine's clock is ahead of the API's: trying at once would be refused, again and again.
  expect(limits.waitsUntil(at("11:59:59"), NOW)).toEqual(at("12:01:00"));
});
