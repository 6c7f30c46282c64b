import { expect, test } from "bun:test";
import { openBeside } from "../support/credential.ts";
import { startMessagesApi, text } from "../support/messages-api.ts";
import { agentPids, eventually } from "../support/processes.ts";
import { startPorter } from "../support/server.ts";
import { watchSession } from "../support/watch.ts";

test("a spare process whose token is good no more is ended, and its session runs on another", async () => {
  await using api = startMessagesApi();
  await using porter = await startPorter({
    api,
    config: "agents.spare = true",
    env: { PORTER_LOG: "debug" },
  });
  await porter.client.system.attend.mutate();
  await eventually(() => porter.stderr().includes("a spare process is up"));
  const [spare] = agentPids(porter);
  using database = openBeside(porter);
  database.run("DELETE FROM credentials WHERE kind = 'session'");
  api.when("HELLO", [text("Here I am.")]);
  const { id } = await porter.client.agents.start.mutate({ prompt: "HELLO" });
  using watch = watchSession(porter.client, id);
  await watch.untilStatus("completed", "failed");
  expect((await porter.client.agents.get.query({ id })).session).toMatchObject({ status: "completed" });
  expect(agentPids(porter)).not.toContain(spare);
});
