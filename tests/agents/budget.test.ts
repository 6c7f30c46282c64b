import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { startMessagesApi, text } from "../support/messages-api.ts";
import { makeRepository } from "../support/repository.ts";
import { scratchDir, startPorter } from "../support/server.ts";
import { textOf, watchSession } from "../support/watch.ts";

test("a session that has reached its budget asks before its next turn, also after kill -9, and goes on when it may", async () => {
  using home = scratchDir("budget");
  await using api = startMessagesApi();
  api.when("FIRST", [[text("That was dear.")]]);
  api.when("SECOND", [[text("Thank you.")]]);
  api.when("THIRD", [[text("At last.")]]);
  const config = "agents.session_budget_usd = 0.0001";
  const first = await startPorter({ api, home: home.path, config });
  const { id } = await first.client.agents.start.mutate({ prompt: "FIRST" });
  {
    using watch = watchSession(first.client, id);
    await watch.untilStatus("completed", "failed");
    await first.client.agents.send.mutate({ id, content: "SECOND" });
    await watch.untilStatus("waiting");
    const { items } = await first.client.notifications.list.query({});
    expect(items.map(({ key }) => key)).toEqual([`session:${id}`, `budget:session:${id}`]);
    // What is sent now waits for the money, too, and takes nothing back.
    const { id: messageId } = await first.client.agents.send.mutate({ id, content: "THIRD" });
    expect(await first.client.agents.sendNow.mutate({ messageId })).toMatchObject({ status: "waiting" });
  }
  expect(api.requestsWith("SECOND")).toEqual([]);
  await first.kill();

  await using porter = await startPorter({ api, home: home.path, config });
  using watch = watchSession(porter.client, id);
  const { heldBy, session: budget } = await porter.client.agents.spending.query({ id });
  expect([heldBy, budget.budgetUsd]).toEqual(["session", 0.0001]);
  expect(budget.raisedUsd).toBeGreaterThan(budget.spentUsd);
  await porter.client.agents.setBudget.mutate({ id, budgetUsd: 1 });
  const { messages } = await watch.until((state) => textOf(state.messages.at(-1)) === "At last.");
  expect(messages.map(textOf)).toEqual([
    "FIRST",
    "That was dear.",
    "SECOND",
    "Thank you.",
    "THIRD",
    "At last.",
  ]);
  expect(api.requestsWith("SECOND")).toHaveLength(1);
  const left = (await porter.client.notifications.list.query({})).items;
  expect(left.find(({ key }) => key === `session:${id}`)?.kind).not.toBe("agent_waiting");
});

test("when the day's budget is spent no turn begins in any session until more is allowed", async () => {
  await using api = startMessagesApi();
  api.when("FIRST", [[text("That was dear.")]]);
  api.when("OTHER", [[text("My turn.")]]);
  await using porter = await startPorter({ api, config: "agents.day_budget_usd = 0.0001" });
  const first = await porter.client.agents.start.mutate({ prompt: "FIRST" });
  using watchFirst = watchSession(porter.client, first.id);
  await watchFirst.untilStatus("completed", "failed");

  const repo = makeRepository(join(porter.home, "porter", "repo"));
  const place = { cwd: repo.folder, worktree: true };
  const other = await porter.client.agents.start.mutate({ prompt: "OTHER", ...place });
  using watch = watchSession(porter.client, other.id);
  await watch.untilStatus("waiting");
  const { heldBy, today } = await porter.client.agents.spending.query({ id: other.id });
  expect(heldBy).toBe("day");
  expect(existsSync(other.cwd)).toBe(false);
  await porter.client.agents.raiseDayBudget.mutate({ toUsd: today.raisedUsd ?? 0 });
  await watch.untilStatus("completed", "failed");
  expect(textOf(watch.state.messages.at(-1))).toBe("My turn.");
  expect(existsSync(other.cwd)).toBe(true);
});
