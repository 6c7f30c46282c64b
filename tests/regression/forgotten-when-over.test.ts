import { expect, test } from "bun:test";
import { join, resolve } from "node:path";
import { createAgentTools } from "../../server/agents/agent-tools.ts";
import { createChildStore } from "../../server/agents/store/children.ts";
import { createSessionSetupStore } from "../../server/agents/store/session-setup.ts";
import { createStores } from "../../server/agents/stores.ts";
import { createPorterClient } from "../../client/sdk/index.ts";
import { openScratchDatabase } from "../support/database.ts";
import { pause, startMessagesApi, text } from "../support/messages-api.ts";
import { eventually } from "../support/processes.ts";
import { scratchDir, startPorter } from "../support/server.ts";
import { textOf, watchSession } from "../support/watch.ts";
import { watchTables } from "./tables-in-memory.ts";

// Sessions that were stopped and never asked anything again, and tokens that were revoked, stayed in memory for good.
test("no table of the server holds what is over", async () => {
  using scratch = scratchDir("tables");
  await using api = startMessagesApi();
  const unix = join(scratch.path, "tables.sock");
  await using porter = await startPorter({
    api,
    config: "agents.idle_minutes = 0.001",
    env: {
      BUN_OPTIONS: `--preload ${resolve(import.meta.dir, "tables-of-server.ts")}`,
      PORTER_TEST_TABLES: unix,
    },
  });
  const { client } = porter;
  const heldOf = async (id: string): Promise<string[]> => {
    const keys: string[] = await (await fetch("http://tables/", { unix })).json();
    return keys.filter((key) => key.includes(id));
  };
  api.when("BOIL", [[text("Water is"), pause(api.gate())]]);
  api.when("COOL", [text("Done.")]);

  const token = await client.tokens.create.mutate({ name: "Kitchen", scope: "read" });
  await createPorterClient({ url: porter.url, token: token.token, retryFor: 0 }).tasks.list.query({});
  const stopped = await client.agents.start.mutate({ prompt: "BOIL water" });
  const answered = await client.agents.start.mutate({ prompt: "COOL water" });
  {
    using watch = watchSession(client, stopped.id);
    using other = watchSession(client, answered.id);
    await watch.until(({ messages }) => messages.some((message) => textOf(message) === "Water is"));
    // What is there is seen, or nothing below could fail.
    for (const { id } of [stopped, token]) expect(await heldOf(id)).not.toEqual([]);
    await client.agents.interrupt.mutate({ id: stopped.id });
    await Promise.all([watch.untilStatus("interrupted"), other.untilStatus("completed")]);
  }
  await client.tokens.revoke.mutate({ id: token.id });

  for (const { id } of [stopped, answered, token])
    await eventually(async () => (await heldOf(id)).length === 0);
});

test("who told its owner something is forgotten after the hour in which that counts", () => {
  using house = openScratchDatabase();
  using tables = watchTables();
  const { sessions } = createStores(house.db);
  let time = 0;
  const { notifyOwner } = createAgentTools({
    agents: {
      get: () => expect.unreachable(),
      start: () => expect.unreachable(),
    },
    children: createChildStore(house.db),
    setups: createSessionSetupStore(house.db),
    transitions: { changeSession: sessions.update },
    events: house.events,
    notifications: house.notifications,
    config: { agents_may_start: false },
    now: () => time,
  });
  const tell = (id: string) =>
    notifyOwner({ kind: "token", id, scope: "read" }, { title: `From ${id}`, body: "" });
  const tellers = () => tables.keys().filter((key) => key.startsWith("token:"));
  tell("one");
  tell("two");
  expect(tellers()).toEqual(["token:one", "token:two"]);
  time = 30 * 60_000;
  tell("two");
  time = 60 * 60_000;
  tell("three");
  expect(tellers()).toEqual(["token:two", "token:three"]);
});
