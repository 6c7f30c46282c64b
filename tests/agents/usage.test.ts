import { expect, test } from "bun:test";
import { pause, startMessagesApi, text, toolUse } from "../support/messages-api.ts";
import { agentPids, eventually, processesOf } from "../support/processes.ts";
import { scratchDir, startPorter } from "../support/server.ts";
import { watchSession } from "../support/watch.ts";

test("a process that is idle for long is let go and the next message resumes; what turns take is told by model, session, task and asker, and never twice over that", async () => {
  await using api = startMessagesApi();
  await using porter = await startPorter({ api, config: "agents.idle_minutes = 0.01" });
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
  await eventually(() => agentPids(porter).length === 0 && processesOf(porter.home).length === 0);

  await porter.client.agents.send.mutate({ id, content: "SECOND" });
  await watch.until(({ session }) => session?.usage.inputTokens === 300);
  expect(JSON.stringify(api.requestsWith("SECOND")[0]?.messages)).toContain("FIRST");
  const { session } = await porter.client.agents.get.query({ id });
  const report = await porter.client.agents.usage.query({ period: "week" });
  const sum = { inputTokens: 300, outputTokens: 60, turns: 2, cutOff: 0 };
  expect(report.total).toMatchObject(sum);
  expect(report.total.costUsd).toBeCloseTo(session.costUsd, 10);
  expect(report.models).toEqual([{ ...report.total, model: session.model ?? "" }]);
  expect(report.sessions).toEqual([{ ...report.total, sessionId: id, title: "Paint the shed" }]);
  expect(report.tasks).toEqual([
    {
      ...report.total,
      taskId: task.id,
      number: task.number,
      title: "Paint the shed",
      isRemoved: false,
    },
  ]);
  expect(report.triggers).toEqual([{ ...report.total, actor: "owner" }]);
  expect(report.steps).toHaveLength(7);
  expect(report.steps.at(-1)).toMatchObject(sum);
  expect(report.today.spentUsd).toBeCloseTo(session.costUsd, 10);

  const { turns } = await porter.client.agents.spending.query({ id });
  expect(turns.map(({ inputTokens, cost }) => [inputTokens, cost])).toEqual([
    [100, "told"],
    [200, "told"],
  ]);

  await porter.client.tasks.remove.mutate({ id: task.id });
  const { tasks } = await porter.client.agents.usage.query({ period: "week" });
  expect(tasks).toMatchObject([{ number: task.number, title: "Paint the shed", isRemoved: true }]);
});

test("a turn moves the gauge while it runs, and one that is killed keeps its tokens without a cost, once", async () => {
  await using api = startMessagesApi();
  using home = scratchDir("home");
  api.when("LONG", [[toolUse("Glob", { pattern: "*.ts" })], [text("It is "), pause(api.gate())]]);
  api.when("SECOND", [[text("Two.")]]);
  let id: string;
  {
    await using porter = await startPorter({ api, home: home.path });
    const gauge: number[] = [];
    const ready = Promise.withResolvers<void>();
    const moved = Promise.withResolvers<void>();
    const stream = porter.client.events.onEvent.subscribe(
      { topics: ["agents"] },
      {
        onData: ({ data: { topic, change } }) => {
          if (topic === "stream") ready.resolve();
          if (topic === "agents" && change.type === "context" && gauge.push(change.tokens) === 3)
            moved.resolve();
        },
        onError: moved.reject,
      },
    );
    await ready.promise;
    ({ id } = await porter.client.agents.start.mutate({ prompt: "LONG" }));
    await moved.promise;
    stream.unsubscribe();
    expect(gauge).toEqual([101, 120, 101]);
    const { turns, cutOff } = await porter.client.agents.spending.query({ id });
    expect(turns).toMatchObject([{ inputTokens: 200, outputTokens: 21, cost: "open" }]);
    expect(cutOff).toBe(0);
    await porter.kill();
  }
  await using porter = await startPorter({ api, home: home.path });
  const killed = { inputTokens: 200, outputTokens: 21, costUsd: 0, cost: "unknown" };
  const spending = () => porter.client.agents.spending.query({ id });
  expect(await spending()).toMatchObject({ turns: [killed], cutOff: 1 });

  await porter.client.agents.send.mutate({ id, content: "SECOND" });
  using watch = watchSession(porter.client, id);
  await watch.untilStatus("completed", "failed");
  expect(await spending()).toMatchObject({
    turns: [{ inputTokens: 100, outputTokens: 20, cost: "told" }, killed],
    cutOff: 1,
  });
  const { total, models } = await porter.client.agents.usage.query({ period: "day" });
  expect(total).toMatchObject({ inputTokens: 300, outputTokens: 41, turns: 2, cutOff: 1 });
  expect(models).toHaveLength(1);
  const { session } = await porter.client.agents.get.query({ id });
  expect(total.costUsd).toBeCloseTo(session.costUsd, 10);
});
