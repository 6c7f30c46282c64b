import { expect, test } from "bun:test";
import { startMessagesApi, text, toolUse } from "../support/messages-api.ts";
import { agentPids, eventually, processesOf } from "../support/processes.ts";
import { startPorter } from "../support/server.ts";
import { textOf, watchSession } from "../support/watch.ts";

/**
 * A CLI that resumes a conversation first tells it of the background commands that died with the one before, and ends
 * that with a result of its own: the owner's turn was over, at no cost, before its answer began.
 */
test("a turn behind a crash ends with its answer, not with the news of a background command that died", async () => {
  await using api = startMessagesApi();
  await using porter = await startPorter({ api, config: 'agents.permission_mode = "bypassPermissions"' });
  const gate = api.gate();
  api.when("BEFORE", [[text("Before that.")]]);
  api.when("HALF", [
    [toolUse("Bash", { command: "sleep 1009", run_in_background: true })],
    [text("This much was said", { until: gate })],
  ]);
  api.when("ONWARD", [[text("I am back.")]]);
  const { id } = await porter.client.agents.start.mutate({ prompt: "BEFORE" });
  using watch = watchSession(porter.client, id);
  await watch.untilStatus("completed");
  await porter.client.agents.send.mutate({ id, content: "HALF" });
  await watch.until(({ messages }) => textOf(messages.at(-1)) === "This much was said");
  for (const pid of agentPids(porter)) process.kill(pid, "SIGKILL");
  await watch.untilStatus("failed");
  await eventually(() => processesOf(porter.home).length === 0);
  const { costUsd } = (await porter.client.agents.get.query({ id })).session;

  const before = watch.state.events.length;
  await porter.client.agents.send.mutate({ id, content: "ONWARD" });
  await watch.until(({ session }) => session?.status === "running");
  await watch.untilStatus("completed", "failed");
  const ends = watch.state.events
    .slice(before)
    .filter((event) => event.type === "session" && event.session.status === "completed");
  const { session, messages } = await porter.client.agents.get.query({ id });
  expect(textOf(messages.at(-1))).toBe("I am back.");
  expect(session.status).toBe("completed");
  expect(session.costUsd).toBeGreaterThan(costUsd);
  expect(ends).toHaveLength(1);
});
