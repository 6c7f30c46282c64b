import { expect, test } from "bun:test";
import { openBeside } from "../support/credential.ts";
import { startPorter } from "../support/server.ts";
import { watchSession } from "../support/watch.ts";

test("a CLI that could not be started leaves no token behind", async () => {
  await using porter = await startPorter({ config: 'agents.command = "/absent/claude"' });
  const { id } = await porter.client.agents.start.mutate({ prompt: "one" });
  using watch = watchSession(porter.client, id);
  await watch.untilStatus("failed");
  using database = openBeside(porter);
  expect(database.query("SELECT kind FROM credentials").all()).toEqual([]);
});
