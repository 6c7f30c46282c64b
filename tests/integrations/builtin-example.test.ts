import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { plant } from "../../examples/integration-plant/index.ts";
import { BadDelivery } from "../../server/integrations/error.ts";
import { deliver } from "../support/deliver.ts";
import { createFakeClock, openIntegrations, settle } from "../support/integrations.ts";

const ROOT = join(import.meta.dir, "../..");
const HOUR = 3_600_000; // ms

test("the example in INTEGRATIONS.md is the file that is tested here, and is at most 50 lines long", () => {
  const code = readFileSync(join(ROOT, "examples/integration-plant/index.ts"), "utf8");
  const document = readFileSync(join(ROOT, "INTEGRATIONS.md"), "utf8");
  const blocks = [...document.matchAll(/```ts\n([^]*?)```/g)].map(([, block]) => block);
  expect(blocks).toEqual([code]);
  expect(code.trimEnd().split("\n").length).toBeLessThanOrEqual(50);
});

test("the example: a delivery is remembered and a dry plant told; the action reads what was last said", async () => {
  await using porter = openIntegrations({ definitions: [plant], sections: { plant: { dry: 25 } } });
  await settle();
  const ask = () =>
    porter.integrations.run({ integrationId: "plant", action: "moisture" }, { kind: "owner" });
  const told = () => porter.notifications.list({}).items;

  expect(await ask()).toEqual({ moisture: null });
  expect(await deliver(porter, "plant", { body: { moisture: 25 } })).toBe("Moist enough.");
  expect(told()).toEqual([]);
  expect(await deliver(porter, "plant", { body: { moisture: 24 } })).toBe("Asked for water.");
  expect(told()).toMatchObject([
    { title: "The plant wants water", body: "24 %", link: "/integrations/plant" },
  ]);
  expect(await ask()).toEqual({ moisture: 24 });

  const error = await deliver(porter, "plant", { body: { moisture: "wet" } }).catch(
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(BadDelivery);
  expect(porter.host.find("plant")).toMatchObject({ state: "ok" });
});

test("the example: a silent sensor makes it degraded until the sensor speaks again", async () => {
  const clock = createFakeClock(new Date());
  await using porter = openIntegrations({ definitions: [plant], clock });
  await settle();
  await deliver(porter, "plant", { body: { moisture: 50 } });
  await clock.advance(23 * HOUR);
  expect(porter.host.find("plant")).toMatchObject({ state: "ok" });
  await clock.advance(2 * HOUR);
  expect(porter.host.find("plant")).toMatchObject({
    state: "degraded",
    error: { remedy: "retry", message: "The sensor has been silent for more than a day." },
  });

  await deliver(porter, "plant", { body: { moisture: 50 }, receivedAt: clock.now() });
  await clock.advance(HOUR);
  expect(porter.host.find("plant")).toMatchObject({ state: "ok", error: null });
});
