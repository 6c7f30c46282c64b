import { expect, test } from "bun:test";
import { startMessagesApi, text, toolUse } from "../support/messages-api.ts";
import { startPorter } from "../support/server.ts";
import { watchSession } from "../support/watch.ts";

test("what turns take is told by model, session, task and asker, and never twice over resumes", async () => {
  await using api = startMessagesApi();
  await using porter = await startPorter({ api, config: "agents.idle_minutes = 0" });
  api.when("FIRST", [[toolUse("Glob", { pattern: "*.ts" })], [text("One.")]]);
  api.when("SECOND", [[text("Two.")]]);
  const task = await porter.client.tasks.create.mutate({ title: "Paint the shed" });
  const { id } = await porter.client.agents.start.mutate({ prompt: "FIRST", taskId: task.id });
  using watch = watchSession(porter.client, id);
  const { session: first } = await watch.untilStatus("completed", "failed");
  // As the scripted API says of each call: 100 tokens read, 20 written. The window holds the last call alone.
  expect(first).toMatchObject({
    contextTokens: 120,
    usage: { inputTokens: 200, outputTokens: 40 },
  });
  expect(first?.contextWindow).toBeGreaterThan(100_000);

  await porter.client.agents.send.mutate({ id, content: "SECOND" });
  await watch.until(({ session }) => session?.usage.inputTokens === 300);
  const { session } = await porter.client.agents.get.query({ id });
  const report = await porter.client.agents.usage.query({ period: "week" });
  const sum = { inputTokens: 300, outputTokens: 60, turns: 2 };
  expect(report.total).toMatchObject(sum);
  expect(report.total.costUsd).toBeCloseTo(session.costUsd, 10);
  expect(report.models).toEqual([{ ...report.total, model: session.model ?? "" }]);
  expect(report.sessions).toEqual([{ ...report.total, sessionId: id, title: "Paint the shed" }]);
  expect(report.tasks).toEqual([
    { ...report.total, taskId: task.id, number: task.number, title: "Paint the shed" },
  ]);
  expect(report.triggers).toEqual([{ ...report.total, actor: "owner" }]);
  expect(report.steps).toHaveLength(7);
  expect(report.steps.at(-1)).toMatchObject(sum);
  expect(report.today.spentUsd).toBeCloseTo(session.costUsd, 10);

  const { turns } = await porter.client.agents.spending.query({ id });
  expect(turns.map(({ inputTokens }) => inputTokens)).toEqual([100, 200]);
});
