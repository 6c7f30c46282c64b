import { expect, test } from "bun:test";
import type { IntegrationContext } from "../../server/integrations/contract.ts";
import { sample } from "../integrations/sample.ts";
import { openIntegrations, settle } from "../support/integrations.ts";
import { item } from "./house.ts";

async function contextOf(publicUrl?: string) {
  let context: IntegrationContext<Record<string, unknown>> | undefined;
  const room = openIntegrations({
    definitions: [sample("one", { init: (given) => ((context = given), {}) })],
    ...(publicUrl !== undefined && { publicUrl }),
  });
  await settle();
  if (!context) throw new Error("It was not set up.");
  return { room, context };
}

test("an integration is given its calendars, in its own name and until its stop", async () => {
  const { room, context } = await contextOf();
  await using _ = room;
  const { calendars } = context;
  const { id } = calendars.put({ sourceId: "a", source: "ics", name: "A", color: null, isWritable: false });
  calendars.sync(id, { reach: "all", items: [item("Dentist")], cursor: null });
  const window = { from: "2026-11-23", to: "2026-11-24" };
  expect(room.calendars.events(window)).toMatchObject([{ title: "Dentist" }]);
  expect(room.read("SELECT DISTINCT actor FROM events WHERE kind LIKE 'calendar.%'")).toEqual([
    { actor: "integration:one" },
  ]);
  await room.stop();
  expect(() => calendars.events(window)).toThrow("was stopped");
});

test.each([
  ["https://porter.example.net/", "https://porter.example.net/webhooks/one"],
  ["http://porter.example.net", undefined],
  [undefined, undefined],
])("with the public address %p others reach its webhook at %p", async (publicUrl, url) => {
  const { room, context } = await contextOf(publicUrl);
  await using _ = room;
  expect(context.webhookUrl()).toBe(url as string);
});
