import { expect, test } from "bun:test";
import { porterErrorOf } from "../../shared/errors.ts";
import { startMessagesApi, text } from "../support/messages-api.ts";
import { agentPids } from "../support/processes.ts";
import { startPorter } from "../support/server.ts";
import { watchSession } from "../support/watch.ts";

test("who asks a process for its servers while it dies is told so, and to ask again; it is no failure of Porter's", async () => {
  await using api = startMessagesApi();
  await using porter = await startPorter({ api });
  const { agents } = porter.client;
  api.when("HELLO", [[text("Hello.")]]);
  const { id } = await agents.start.mutate({ prompt: "HELLO" });
  using watch = watchSession(porter.client, id);
  await watch.untilStatus("completed");

  const pids = agentPids(porter);
  pids.forEach((pid) => process.kill(pid, "SIGSTOP"));
  const answer = agents.servers.query({ id }).catch(porterErrorOf);
  await fetch(`${porter.url}/health`);
  await fetch(`${porter.url}/health`); // Behind the call, which leaves with the next tick.
  pids.forEach((pid) => process.kill(pid, "SIGKILL"));
  expect(await answer).toMatchObject({ code: "UNAVAILABLE", message: expect.stringContaining("Ask again") });
  expect(porter.stderr()).not.toContain("a procedure failed");
});
