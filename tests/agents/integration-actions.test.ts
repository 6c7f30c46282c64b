import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { createPorterClient } from "../../client/sdk/index.ts";
import { porterErrorOf } from "../../shared/errors.ts";
import type { Message } from "../../shared/message.ts";
import { pause, startMessagesApi, text, toolResultsOf, toolUse } from "../support/messages-api.ts";
import { eventually, processesOf } from "../support/processes.ts";
import { scratchDir, startPorter, type Porter } from "../support/server.ts";
import { startTalk, type Talk } from "../support/talk.ts";
import { watchSession } from "../support/watch.ts";
import { issueCredential } from "../support/credential.ts";

const CONFIG = 'integrations.enabled = ["tasks"]\nintegrations.tasks.agent_actions = ["update"]';

const api = startMessagesApi();
let porter: Porter;
let talk: Talk;
beforeAll(async () => {
  porter = await startPorter({ api, config: CONFIG });
  talk = await startTalk(porter);
});
afterAll(async () => {
  talk[Symbol.dispose]();
  await porter[Symbol.asyncDispose]();
  await api[Symbol.asyncDispose]();
});

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

  test("waits for the owner before it changes something, and changes it once for each yes", async () => {
    const create = use("create", { title: "Buy paint" });
    api.when("CHANGE", [[create], [create], [text("Understood.")]]);
    const message = await talk.say("CHANGE");
    const first = await talk.asked();
    expect(await titles(porter, "paint")).toEqual([]);
    const [waiting] = (await porter.client.notifications.list.query({})).items;
    expect(waiting?.body).toContain("the integration tasks: create");
    await talk.answer(first, { decision: "allow" });

    const second = await talk.asked();
    expect(await titles(porter, "paint")).toEqual(["Buy paint"]);
    await talk.answer(second, { decision: "deny" });
    await talk.turn(message, "completed", "failed");

    expect(await titles(porter, "paint")).toEqual(["Buy paint"]);
    expect(await ran("create", message)).toMatchObject([{ actor: `session:${talk.id}`, error: null }]);
  });

  test("cannot go around the question with its token, before, after or beside the call that was allowed", async () => {
    const [before, after] = [api.gate(), api.gate()];
    const params = { title: "Buy brushes" };
    api.when("AROUND", [
      [text("I look around."), pause(before), use("create", params)],
      [text("Bought."), pause(after)],
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
    const message = await talk.say("AROUND");
    await before.reached;
    expect([await tryWith("create", params), await tryWith("list", {})]).toEqual(["FORBIDDEN", "ran"]);
    before.open();
    await talk.answer(await talk.asked(), { decision: "allow" });
    await after.reached;

    expect(await titles(porter, "brushes")).toEqual(["Buy brushes"]);
    expect(await tryWith("create", params)).toBe("FORBIDDEN");
    expect(await tryWith("create", { title: "Buy a car with brushes" })).toBe("FORBIDDEN");
    after.open();
    await talk.turn(message, "completed", "failed");
    expect(await titles(porter, "brushes")).toEqual(["Buy brushes"]);
  });

  test("after a power cut in the middle of an allowed change nothing runs again until its owner says so", async () => {
    using home = scratchDir("middle");
    const first = await startPorter({ api, home: home.path, config: CONFIG });
    api.when("MIDDLE", [[use("create", { title: "Buy paint" })], [text("Understood.")]]);
    const session = await first.client.agents.start.mutate({ prompt: "MIDDLE" });
    {
      using watch = watchSession(first.client, session.id);
      const { approvals } = await watch.untilStatus("waiting", "completed", "failed");
      using hold = holdAfterChange(first.dataDir);
      await first.client.agents.decide.mutate({ approvalId: approvals[0]?.id ?? "", decision: "allow" });
      await eventually(hold.isChanged);
      // A power cut takes all at once. The server sees nothing of this: it is held.
      for (const { pid } of processesOf(home.path)) process.kill(pid, "SIGKILL");
      await first.kill();
    }

    await using porter = await startPorter({ api, home: home.path, config: CONFIG });
    const { session: kept, approvals } = await porter.client.agents.get.query({ id: session.id });
    expect(kept.status).toBe("waiting");
    expect(approvals.map(({ status }) => status)).toEqual(["pending"]);
    expect(await titles(porter, "paint")).toEqual(["Buy paint"]);
    const history = await porter.client.integrations.history.query({ integrationId: "tasks" });
    expect(history.items.filter(({ kind }) => kind === "ran")).toMatchObject([
      {
        what: "create",
        actor: `session:${session.id}`,
        error: expect.stringContaining("not known"),
        took: null,
      },
    ]);
    using watch = watchSession(porter.client, session.id);
    await porter.client.agents.decide.mutate({ approvalId: approvals[0]?.id ?? "", decision: "allow" });
    await watch.untilStatus("completed", "failed");
    expect(await titles(porter, "paint")).toEqual(["Buy paint", "Buy paint"]);
  });

  test("need not ask again for an action that was allowed for the session, but for every other one", async () => {
    const nails = ["Nails, one", "Nails, two"];
    const { tasks, agents } = porter.client;
    const made = await Promise.all(nails.map((title) => tasks.create.mutate({ title })));
    api.when("REMEMBER", [
      ...made.map(({ id }) => use("complete", { id })),
      [use("create", { title: "Nails, three" })],
      [text("Understood.")],
    ]);
    const message = await talk.say("REMEMBER");
    await talk.answer(await talk.asked(), { decision: "allow", remember: true });
    const other = await talk.asked();

    for (const { id } of made) expect((await tasks.get.query({ id })).status).toBe("done");
    expect(other.input).toMatchObject({ action_name: "create" });
    expect((await titles(porter, "Nails")).toSorted()).toEqual(nails);
    await agents.interrupt.mutate({ id: talk.id });
    await talk.turn(message, "interrupted");
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
