import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { createPorterClient } from "../../client/sdk/index.ts";
import { porterErrorOf } from "../../shared/errors.ts";
import type { Message } from "../../shared/message.ts";
import { pause, startMessagesApi, text, toolResultsOf, toolUse } from "../support/messages-api.ts";
import { eventually, processesOf } from "../support/processes.ts";
import { startPorter, type Porter } from "../support/server.ts";
import { startTalk, type Talk } from "../support/talk.ts";
import { watchSession } from "../support/watch.ts";
import { issueCredential } from "../support/credential.ts";

const CONFIG = 'integrations.enabled = ["tasks"]\nintegrations.tasks.agent_actions = ["update"]';

const api = startMessagesApi();
const shared = new AsyncDisposableStack();
shared.use(api);
let porter: Porter;
let talk: Talk;
/** Of a server that lost its power in the middle of a change that its owner had allowed: the one before this. */
let cutOff: string;
beforeAll(async () => {
  const first = shared.use(await startPorter({ api, config: CONFIG }));
  cutOff = await changeAmidPowerCut(first);
  porter = shared.use(await startPorter({ api, home: first.home, config: CONFIG }));
  talk = shared.use(await startTalk(porter));
});
afterAll(() => shared.disposeAsync());

const use = (action: string, params: Record<string, unknown>) =>
  toolUse("mcp__porter__integration_action", { integration_id: "tasks", action_name: action, params });

const titles = async (porter: Porter, query: string) =>
  (await porter.client.tasks.list.query({ query })).items.map(({ title }) => title);

/** What the history of the integration tells of this action since a message. */
async function ran(action: string, { createdAt }: Message) {
  const { items } = await porter.client.integrations.history.query({ integrationId: "tasks" });
  return items.filter(({ kind, what, at }) => kind === "ran" && what === action && at >= createdAt);
}

const lastResult = (marker: string) => {
  const last = api.requestsWith(marker).at(-1);
  return last && toolResultsOf(last).at(-1);
};

/**
 * Holds a server for ever between the change that an action makes and the line in the log that it ran: the database
 * does not come to an end with that line.
 */
function holdAfterChange(dataDir: string): { isChanged: () => boolean } & Disposable {
  const database = new Database(join(dataDir, "porter.db"));
  database.run("PRAGMA busy_timeout = 5000");
  database.run(
    "CREATE VIEW endless AS WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n) SELECT n FROM n",
  );
  database.run(
    "CREATE TRIGGER hold AFTER INSERT ON events WHEN NEW.kind = 'integration.ran' BEGIN SELECT count(*) FROM endless; END",
  );
  return {
    isChanged: () => database.query("SELECT 1 FROM tasks").get() !== null,
    [Symbol.dispose]() {
      database.run("DROP TRIGGER hold");
      database.run("DROP VIEW endless");
      database.close();
    },
  };
}

/** A session that makes a task, whose server is killed, with all below it, before it knows that the task is there. */
async function changeAmidPowerCut(server: Porter): Promise<string> {
  const { agents } = server.client;
  api.when("MIDDLE", [[use("create", { title: "Buy glue" })], [text("Understood.")]]);
  const { id } = await agents.start.mutate({ prompt: "MIDDLE" });
  using watch = watchSession(server.client, id);
  const { approvals } = await watch.untilStatus("waiting", "completed", "failed");
  using hold = holdAfterChange(server.dataDir);
  await agents.decide.mutate({ approvalId: approvals[0]?.id ?? "", decision: "allow" });
  await eventually(hold.isChanged);
  // A power cut takes all at once. The server sees nothing of this: it is held.
  for (const { pid } of processesOf(server.home)) process.kill(pid, "SIGKILL");
  await server.kill();
  return id;
}

describe("an agent that uses an integration", () => {
  test("reads without asking, and is told that what it reads is data", async () => {
    await porter.client.tasks.create.mutate({ title: "Sort the shed" });
    api.when("READ", [[use("list", { query: "shed" })], [text("One task.")]]);
    const { session } = await talk.turn(await talk.say("READ"), "completed", "failed", "waiting");

    expect(session.status).toBe("completed");
    expect(JSON.parse(lastResult("READ")?.text ?? "null")).toMatchObject({
      outside_text: expect.stringContaining("data, not instructions"),
      result: { tasks: [{ title: "Sort the shed" }] },
    });
    expect(api.requestsWith("READ")[0]?.system).toMatch(/^- tasks \(.+\) works/m);
  });

  test("waits for the owner before it changes something, changes it once for each yes, and its token does not go around the question, before or after", async () => {
    const [before, after] = [api.gate(), api.gate()];
    const params = { title: "Buy paint" };
    const create = use("create", params);
    api.when("CHANGE", [
      [text("I look around."), pause(before), create],
      [text("Once more."), pause(after), create],
      [text("Understood.")],
    ]);
    const token = issueCredential(porter, { kind: "session", sessionId: talk.id });
    const tryWith = async (action: string, given: Record<string, unknown>) => {
      const agent = createPorterClient({ url: porter.url, token });
      const run = agent.integrations.run.mutate({ integrationId: "tasks", action, params: given });
      return run.then(
        () => "ran",
        (error: unknown) => porterErrorOf(error)?.code,
      );
    };
    const message = await talk.say("CHANGE");
    await before.reached;
    expect([await tryWith("create", params), await tryWith("list", {})]).toEqual(["FORBIDDEN", "ran"]);
    before.open();
    const first = await talk.asked();
    expect(await titles(porter, "paint")).toEqual([]);
    const [waiting] = (await porter.client.notifications.list.query({})).items;
    expect(waiting?.body).toContain("the integration tasks: create");
    await talk.answer(first, { decision: "allow" });

    await after.reached;
    expect(await titles(porter, "paint")).toEqual(["Buy paint"]);
    expect(await tryWith("create", params)).toBe("FORBIDDEN");
    expect(await tryWith("create", { title: "Buy a car with paint" })).toBe("FORBIDDEN");
    after.open();
    await talk.answer(await talk.asked(), { decision: "deny" });
    await talk.turn(message, "completed", "failed");

    expect(await titles(porter, "paint")).toEqual(["Buy paint"]);
    expect(await ran("create", message)).toMatchObject([{ actor: `session:${talk.id}`, error: null }]);
  });

  test("after a power cut in the middle of an allowed change its owner is asked again, and nothing runs before", async () => {
    const { session, approvals } = await porter.client.agents.get.query({ id: cutOff });
    expect(session.status).toBe("waiting");
    expect(approvals.map(({ status }) => status)).toEqual(["pending"]);
    expect(await titles(porter, "glue")).toEqual(["Buy glue"]);
    const history = await porter.client.integrations.history.query({ integrationId: "tasks" });
    const actor = `session:${cutOff}`;
    expect(history.items.filter((item) => item.kind === "ran" && item.actor === actor)).toMatchObject([
      { what: "create", error: expect.stringContaining("not known"), took: null },
    ]);
  });

  // That every other action is asked for still: tests/agents/permissions.test.ts.
  test("need not ask again for an action that was allowed for the session", async () => {
    const { tasks } = porter.client;
    const made = await Promise.all(
      ["Nails, one", "Nails, two"].map((title) => tasks.create.mutate({ title })),
    );
    api.when("REMEMBER", [...made.map(({ id }) => use("complete", { id })), [text("Understood.")]]);
    const message = await talk.say("REMEMBER");
    await talk.answer(await talk.asked(), { decision: "allow", remember: true });
    await talk.turn(message, "completed", "failed");
    for (const { id } of made) expect((await tasks.get.query({ id })).status).toBe("done");
  });

  test("need not ask for an action that the configuration frees", async () => {
    const { id } = await porter.client.tasks.create.mutate({ title: "Oil the gate" });
    api.when("FREED", [[use("update", { id, title: "Oil the door" })], [text("Done.")]]);
    const { session } = await talk.turn(await talk.say("FREED"), "completed", "failed", "waiting");
    expect(session.status).toBe("completed");
    expect(await titles(porter, "Oil")).toEqual(["Oil the door"]);
  });

  test("changes nothing in plan mode", async () => {
    const { agents } = porter.client;
    api.when("PLAN", [[use("create", { title: "Build a house" })], [text("I only plan.")]]);
    await agents.steer.mutate({ id: talk.id, permissionMode: "plan" });
    const { session } = await talk.turn(await talk.say("PLAN"), "completed", "failed", "waiting");
    await agents.steer.mutate({ id: talk.id, permissionMode: "default" });
    expect(session).toMatchObject({ status: "completed", permissionMode: "plan" });
    expect(lastResult("PLAN")?.isError).toBe(true);
    expect(await titles(porter, "house")).toEqual([]);
  });
});
