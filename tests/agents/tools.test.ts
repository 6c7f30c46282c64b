import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createAgentTools } from "../../server/agents/agent-tools.ts";
import { createChildStore } from "../../server/agents/store/children.ts";
import { createSessionSetupStore } from "../../server/agents/store/session-setup.ts";
import { createStores } from "../../server/agents/stores.ts";
import type { Session } from "../../shared/session.ts";
import type { Task } from "../../shared/task.ts";
import { connectMcpHere } from "../mcp/connect.ts";
import { openScratchDatabase } from "../support/database.ts";
import { startMessagesApi, text, toolResultsOf, toolUse } from "../support/messages-api.ts";
import { startPorter, type Porter } from "../support/server.ts";
import { makeSession } from "../support/session.ts";
import { startTalk, type Talk } from "../support/talk.ts";
import { textOf } from "../support/watch.ts";

const api = startMessagesApi();
let porter: Porter;
let task: Task;
/** Of an agent that works on the task, with the turn in which it has done so behind it. */
let talk: Talk;
beforeAll(async () => {
  porter = await startPorter({ api, config: "agents.agents_may_start = true" });
  task = await porter.client.tasks.create.mutate({ title: "Sort the shed" });
  api.when("WORK", [
    toolUse("mcp__porter__get_context", {}),
    toolUse("mcp__porter__update_task", { id: task.number, status: "done" }),
    text("Done."),
  ]);
  talk = await startTalk(porter, {
    prompt: "WORK",
    taskId: task.id,
    permissionMode: "bypassPermissions",
  });
});
afterAll(async () => {
  talk[Symbol.dispose]();
  await porter[Symbol.asyncDispose]();
  await api[Symbol.asyncDispose]();
});

test("an agent of the real CLI has Porter's tools from its first turn: it learns its task, and changes it under its session's name", async () => {
  const { messages } = await porter.client.agents.get.query({ id: talk.id });
  expect(messages.map(textOf)).toContain("Done.");
  const requests = api.requestsWith("WORK");
  expect(requests[0]?.toolNames).toContain("mcp__porter__update_task");
  const { session } = await talk.watch.until(({ session: now }) => (now?.mcpServers.length ?? 0) > 0);
  expect(session?.mcpServers).toEqual([{ name: "porter", status: "connected" }]);
  const last = requests.at(-1);
  const [context] = last ? toolResultsOf(last) : [];
  expect(JSON.parse(context?.text ?? "null")).toMatchObject({
    acting_as: "session",
    session: { id: talk.id, status: "running", started_by: "owner" },
    task: { id: task.id, title: "Sort the shed" },
  });
  expect(await porter.client.tasks.get.query({ id: task.id })).toMatchObject({
    status: "done",
    createdBy: "owner",
    updatedBy: `session:${talk.id}`,
  });
});

test("the end of its turn is told to whom asks for notifications over MCP", async () => {
  await using mcp = await connectMcpHere(porter.client);
  const { data } = await mcp.call("get_notifications", { unread: true });
  expect(data?.["notifications"]).toContainEqual(
    expect.objectContaining({
      kind: "agent_completed",
      title: "Sort the shed",
      link: `/agents/${talk.id}`,
      read_at: null,
    }),
  );
});

test("an agent asks its owner, tells them something, and starts another one", async () => {
  const question = "Which colour?";
  const shed = await porter.client.tasks.create.mutate({ title: "Paint the shed" });
  api.when("PAINT", [
    toolUse("mcp__porter__ask_owner", {
      question,
      options: ["Red", "Blue"],
      answers: { [question]: "Red" }, // made up
    }),
    toolUse("mcp__porter__notify_owner", { title: "Found paint", body: "In the cellar." }),
    toolUse("mcp__porter__start_agent", { prompt: "STIR the paint", task_id: shed.number }),
    text("Painted."),
  ]);
  api.when("STIR", [text("Stirred.")]);
  const message = await talk.say("PAINT");
  const asked = await talk.asked();
  expect(asked).toMatchObject({
    toolName: "AskUserQuestion",
    input: { questions: [{ question, options: [{ label: "Red" }, { label: "Blue" }], multiSelect: false }] },
  });
  const answers = { [question]: "Blue, but dark" };
  await talk.answer(asked, { decision: "allow", answers });
  const { session } = await talk.turn(message, "completed", "failed");

  const last = api.requestsWith("PAINT").at(-1);
  const results = last ? toolResultsOf(last).slice(-3) : [];
  expect(JSON.parse(results[0]?.text ?? "null")).toEqual({ answer: "Blue, but dark" });
  expect((await porter.client.notifications.list.query({})).items).toContainEqual(
    expect.objectContaining({ title: "Found paint", body: "In the cellar.", link: `/agents/${session.id}` }),
  );
  const { items } = await porter.client.agents.list.query({ taskId: shed.id });
  expect(items).toMatchObject([
    {
      prompt: "STIR the paint",
      startedBy: `session:${session.id}`,
      cwd: session.cwd,
      permissionMode: "default",
    },
  ]);
  const { items: changes } = await porter.client.agents.changes.query({ id: session.id });
  expect(changes.map(({ deed }) => deed.type)).toEqual(["session", "notification", "task"]);
});

describe("limits of an agent's tools", () => {
  function openRoom(config: { agents_may_start: boolean; session_budget_usd?: number }) {
    const house = openScratchDatabase();
    const { sessions } = createStores(house.db);
    const add = (given: Partial<Session> = {}) =>
      sessions.insert(makeSession({ status: "running", ...given }));
    const get = (id: string): Session => {
      const found = sessions.find(id);
      if (!found) throw new Error("not there");
      return found;
    };
    const setups = createSessionSetupStore(house.db);
    let time = 0;
    const tools = createAgentTools({
      agents: { get, start: ({ prompt, ...given }, startedBy) => add({ prompt, startedBy, ...pick(given) }) },
      children: createChildStore(house.db),
      setups,
      events: house.events,
      transitions: { changeSession: sessions.update },
      notifications: house.notifications,
      config,
      now: () => time,
    });
    return { ...house, sessions, setups, tools, add, pass: (ms: number) => void (time += ms) };
  }
  const pick = ({
    cwd = "/",
    permissionMode = "default" as const,
  }: Partial<Pick<Session, "cwd" | "permissionMode">>) => ({ cwd, permissionMode });
  const start = { prompt: "Go." };
  const as = (session: Session | undefined) => ({ kind: "session" as const, sessionId: session?.id ?? "" });

  test("what the parent may not use, its child may not use either; what it was allowed, it asks for itself", () => {
    using room = openRoom({ agents_may_start: true });
    const parent = room.add();
    room.setups.set(parent.id, { allowedTools: ["!WebFetch", "Bash(ls)"], mcpOff: ["mail"] });
    const child = room.tools.startAgent(as(parent), start);
    expect(room.setups.find(child.id)).toMatchObject({ allowedTools: ["!WebFetch"], mcpOff: ["mail"] });
  });

  test("nobody starts an agent unless the owner allowed it", () => {
    using room = openRoom({ agents_may_start: false });
    expect(() => room.tools.startAgent(as(room.add()), start)).toThrow("agents_may_start");
  });

  test("three at once, two deep", () => {
    using room = openRoom({ agents_may_start: true });
    const top = room.add();
    const [first] = [1, 2, 3].map(() => room.tools.startAgent(as(top), start));
    expect(() => room.tools.startAgent(as(top), start)).toThrow("at work");
    const below = room.tools.startAgent(as(first), start);
    expect(() => room.tools.startAgent(as(below), start)).toThrow("deep");
    room.sessions.update(first?.id ?? "", { status: "completed" });
    expect(room.tools.startAgent(as(top), start).startedBy).toBe(`session:${top.id}`);
  });

  test("they share the budget of the session above them", () => {
    using room = openRoom({ agents_may_start: true, session_budget_usd: 10 });
    const top = room.add({ costUsd: 1 });
    const first = room.tools.startAgent(as(top), start);
    expect(first.budgetUsd).toBeCloseTo(3); // a third of what is left
    room.sessions.update(first.id, { status: "completed", costUsd: 1 });
    expect(room.tools.startAgent(as(top), start).budgetUsd).toBeCloseTo(8 / 3);
    room.sessions.update(top.id, { costUsd: 9 });
    expect(() => room.tools.startAgent(as(top), start)).toThrow("budget");
  });

  test("a child of a session that plans plans, and none goes without asking", () => {
    using room = openRoom({ agents_may_start: true });
    const modeOf = (permissionMode: Session["permissionMode"]) =>
      room.tools.startAgent(as(room.add({ permissionMode })), start).permissionMode;
    expect(modeOf("plan")).toBe("plan");
    expect(modeOf("bypassPermissions")).toBe("default");
  });

  test("five notifications within an hour, each session for itself", () => {
    using room = openRoom({ agents_may_start: false });
    const session = room.add();
    const tell = () => room.tools.notifyOwner(as(session), { title: "A", body: "B" });
    for (let count = 0; count < 5; count++) tell();
    expect(tell).toThrow("60 min");
    expect(room.tools.notifyOwner(as(room.add()), { title: "A", body: "B" }).title).toBe("A");
    room.pass(3_600_001);
    expect(tell().title).toBe("A");
  });

  test("a token without a session has the same limits, each for itself", () => {
    using room = openRoom({ agents_may_start: true, session_budget_usd: 10 });
    const token = (id: string) => ({ kind: "token" as const, id, scope: "agent" as const });
    const [first] = [1, 2, 3].map(() => room.tools.startAgent(token("a"), start));
    expect(first).toMatchObject({ startedBy: "token:a", permissionMode: "default" });
    expect(() => room.tools.startAgent(token("a"), start)).toThrow("at work");
    expect(room.tools.startAgent(token("b"), start).startedBy).toBe("token:b");
    expect(room.tools.startAgent(as(first), start).startedBy).toBe(`session:${first?.id}`);
    const tell = (id: string) => room.tools.notifyOwner(token(id), { title: "A", body: "B" });
    for (let count = 0; count < 5; count++) tell("a");
    expect(() => tell("a")).toThrow("This token has told");
    expect(tell("b").link).toBe("/notifications");
  });
});
