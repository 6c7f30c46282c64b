import { expect, test } from "bun:test";
import { z } from "zod";
import { StartError } from "../../server/errors.ts";
import { openIntegrations, settle } from "../support/integrations.ts";
import { sample } from "./sample.ts";

/** A room with one integration; what is in `file` is what its section says at a reload. */
async function openWithFile(first: Record<string, unknown>) {
  const file = { section: first, isBroken: false };
  const seen: unknown[] = [];
  const definition = sample("weather", {
    config: z.object({ city: z.string() }),
    tickInterval: 60,
    actions: {
      move: { title: "", description: "", effect: "change", params: z.object({}), result: z.unknown() },
    },
    init: ({ config }) => (seen.push(config.city), { handle: { move: () => null } }),
  });
  const room = openIntegrations({
    definitions: [definition],
    sections: { weather: first },
    reread() {
      if (file.isBroken) throw new StartError("home.toml:3: a slip");
      return { integrations: { enabled: [], sections: { weather: file.section } }, missingVariables: [] };
    },
  });
  await settle();
  const reload = () => room.integrations.reload("weather", "owner");
  return { ...room, file, seen, reload };
}

test("a reload takes what the file says by now, and mends what waited for its configuration", async () => {
  await using room = await openWithFile({});
  expect(room.host.find("weather")).toMatchObject({ state: "needs_config" });
  expect(room.integrations.repairs().items).toMatchObject([{ button: "reload" }]);

  room.file.section = { city: "Graz", tick_interval: 10, agent_actions: ["move"] };
  await room.reload();
  await settle();
  expect(room.host.find("weather")).toMatchObject({ state: "ok", ticks: { interval: 10 } });
  expect(room.integrations.repairs().items).toEqual([]);
  expect(room.integrations.isFreeForAgents("weather", "move")).toBe(true);

  room.file.section = { city: "Wien" };
  await room.reload();
  await settle();
  expect(room.seen).toEqual(["Graz", "Wien"]);
  expect(room.integrations.isFreeForAgents("weather", "move")).toBe(false);
});

test("a file with a slip in it refuses the reload, and what runs goes on as it was", async () => {
  await using room = await openWithFile({ city: "Graz" });
  room.file.isBroken = true;
  const error = await room.reload().catch((error: unknown) => error);
  expect(error).toMatchObject({ code: "INVALID", message: expect.stringContaining("home.toml:3: a slip") });
  expect(room.host.find("weather")).toMatchObject({ state: "ok" });
  expect(room.seen).toEqual(["Graz"]);
});
