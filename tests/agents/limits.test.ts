import { expect, test } from "bun:test";
import { startMessagesApi, text } from "../support/messages-api.ts";
import { agentPids, eventually, processesOf } from "../support/processes.ts";
import { startPorter } from "../support/server.ts";
import { textOf, watchSession } from "../support/watch.ts";

test("turns beyond max_concurrent wait as queued and run when there is room", async () => {
  await using api = startMessagesApi();
  await using porter = await startPorter({ api, config: "agents.max_concurrent = 1" });
  const gate = api.gate();
  api.when("FIRST", [[text("…", { until: gate })]]);
  api.when("SECOND", [[text("My turn.")]]);
  await porter.client.agents.start.mutate({ prompt: "FIRST" });
  await gate.reached;
  const second = await porter.client.agents.start.mutate({ prompt: "SECOND" });
  expect(second.status).toBe("queued");
  expect((await porter.client.system.status.query()).agents).toEqual({
    running: 1,
    queued: 1,
    maxConcurrent: 1,
  });

  using watch = watchSession(porter.client, second.id);
  gate.open();
  const { messages } = await watch.untilStatus("completed", "failed");
  expect(textOf(messages.at(-1))).toBe("My turn.");
});

test("an interrupted queued turn is not run, and its words reach the agent with the next message", async () => {
  await using api = startMessagesApi();
  await using porter = await startPorter({ api });
  const gate = api.gate();
  api.when("OPENING", [[text("…", { until: gate })]]);
  api.when("CLOSING", [[text("Both heard.")]]);
  const session = await porter.client.agents.start.mutate({ prompt: "OPENING" });
  using watch = watchSession(porter.client, session.id);
  await gate.reached;
  await porter.client.agents.send.mutate({ id: session.id, content: "MIDDLE" });
  await porter.client.agents.interrupt.mutate({ id: session.id });
  expect(api.requestsWith("MIDDLE")).toEqual([]);

  await porter.client.agents.send.mutate({ id: session.id, content: "CLOSING" });
  await watch.until(({ messages }) => textOf(messages.at(-1)) === "Both heard.");
  expect(api.requestsWith("CLOSING")[0]?.promptTexts).toEqual(expect.arrayContaining(["MIDDLE", "CLOSING"]));
});

test("a process that is idle for long is let go, and the next message resumes the conversation", async () => {
  await using api = startMessagesApi();
  await using porter = await startPorter({ api, config: "agents.idle_minutes = 0.01" });
  api.when("REMEMBER", [[text("I will.")]]);
  api.when("RECALL", [[text("I do.")]]);
  const session = await porter.client.agents.start.mutate({ prompt: "REMEMBER the word fern" });
  using watch = watchSession(porter.client, session.id);
  await watch.untilStatus("completed", "failed");
  await eventually(() => agentPids(porter).length === 0);
  expect(processesOf(porter.home)).toEqual([]);

  await porter.client.agents.send.mutate({ id: session.id, content: "RECALL" });
  await watch.until(({ messages }) => textOf(messages.at(-1)) === "I do.");
  expect(JSON.stringify(api.requestsWith("RECALL")[0]?.messages)).toContain("REMEMBER the word fern");
});
