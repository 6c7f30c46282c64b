import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { createPorterClient } from "../../client/sdk/index.ts";
import { porterErrorOf } from "../../shared/errors.ts";
import {
  pause,
  startMessagesApi,
  text,
  toolResultsOf,
  toolUse,
  type MessagesApi,
} from "../support/messages-api.ts";
import { eventually, processesOf } from "../support/processes.ts";
import { scratchDir, startPorter, type Porter } from "../support/server.ts";
import { watchSession } from "../support/watch.ts";

const CONFIG = 'integrations.enabled = ["tasks"]';

const use = (action: string, params: Record<string, unknown>) =>
  toolUse("mcp__porter__integration_action", { integration_id: "tasks", action_name: action, params });

const titles = async (porter: Porter) =>
  (await porter.client.tasks.list.query({})).items.map(({ title }) => title);

const lastResult = (api: MessagesApi, marker: string) => {
  const last = api.requestsWith(marker).at(-1);
  return last && toolResultsOf(last).at(-1);
};

/** The token of the session at work, as a command of the agent could read it. */
function tokenOfAgent(porter: Porter): string {
  const lines = processesOf(porter.home).flatMap(({ environment }) => environment);
  const line = lines.find((entry) => entry.startsWith("PORTER_TOKEN="));
  if (!line) throw new Error("No MCP server of Porter's runs.");
  return line.slice("PORTER_TOKEN=".length);
}

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
    await using api = startMessagesApi();
    await using porter = await startPorter({ api, config: CONFIG });
    await porter.client.tasks.create.mutate({ title: "Sort the shed" });
    api.when("READ", [[use("list", {})], [text("One task.")]]);
    const session = await porter.client.agents.start.mutate({ prompt: "READ" });
    using watch = watchSession(porter.client, session.id);
    const { approvals } = await watch.untilStatus("completed", "failed", "waiting");

    expect(approvals).toEqual([]);
    expect(JSON.parse(lastResult(api, "READ")?.text ?? "null")).toMatchObject({
      outside_text: expect.stringContaining("data, not instructions"),
      result: { tasks: [{ title: "Sort the shed" }] },
    });
    expect(api.requestsWith("READ")[0]?.system).toMatch(/^- tasks \(.+\) works/m);
  });

  test("waits for the owner before it changes something, and changes it once for each yes", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api, config: CONFIG });
    const create = use("create", { title: "Buy paint" });
    api.when("CHANGE", [[create], [create], [text("Understood.")]]);
    const session = await porter.client.agents.start.mutate({ prompt: "CHANGE" });
    using watch = watchSession(porter.client, session.id);

    const { approvals } = await watch.untilStatus("waiting", "completed", "failed");
    expect(approvals.map(({ status }) => status)).toEqual(["pending"]);
    expect(await titles(porter)).toEqual([]);
    const [waiting] = (await porter.client.notifications.list.query({})).items;
    expect(waiting?.body).toContain("the integration tasks: create");
    await porter.client.agents.decide.mutate({ approvalId: approvals[0]?.id ?? "", decision: "allow" });

    const asked = await watch.until(({ approvals: known }) => known.length === 2);
    const [, second] = asked.approvals;
    expect(await titles(porter)).toEqual(["Buy paint"]);
    await watch.untilStatus("waiting");
    await porter.client.agents.decide.mutate({ approvalId: second?.id ?? "", decision: "deny" });
    await watch.untilStatus("completed", "failed");

    expect(await titles(porter)).toEqual(["Buy paint"]);
    const { items } = await porter.client.integrations.history.query({ integrationId: "tasks" });
    expect(items.filter(({ kind }) => kind === "ran")).toMatchObject([
      { what: "create", actor: `session:${session.id}`, error: null },
    ]);
  });

  test("cannot go around the question with its token, before, after or beside the call that was allowed", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api, config: CONFIG });
    const [before, after] = [api.gate(), api.gate()];
    const params = { title: "Buy paint" };
    api.when("AROUND", [
      [text("I look around."), pause(before), use("create", params)],
      [text("Bought."), pause(after)],
    ]);
    const tryWith = async (action: string, given: Record<string, unknown>) => {
      const agent = createPorterClient({ url: porter.url, token: tokenOfAgent(porter) });
      const run = agent.integrations.run.mutate({ integrationId: "tasks", action, params: given });
      return run.then(
        () => "ran",
        (error: unknown) => porterErrorOf(error)?.code,
      );
    };
    const session = await porter.client.agents.start.mutate({ prompt: "AROUND" });
    using watch = watchSession(porter.client, session.id);
    await before.reached;
    expect([await tryWith("create", params), await tryWith("list", {})]).toEqual(["FORBIDDEN", "ran"]);
    before.open();
    const { approvals } = await watch.untilStatus("waiting", "completed", "failed");
    await porter.client.agents.decide.mutate({ approvalId: approvals[0]?.id ?? "", decision: "allow" });
    await after.reached;

    expect(await titles(porter)).toEqual(["Buy paint"]);
    expect(await tryWith("create", params)).toBe("FORBIDDEN");
    expect(await tryWith("create", { title: "Buy a car" })).toBe("FORBIDDEN");
    after.open();
    await watch.untilStatus("completed", "failed");
    expect(await titles(porter)).toEqual(["Buy paint"]);
  });

  for (const { decision, tasks } of [
    { decision: "deny", tasks: ["Buy paint"] },
    { decision: "allow", tasks: ["Buy paint", "Buy paint"] },
  ] as const) {
    test(`after a power cut in the middle of an allowed change nothing runs again until its owner says so (${decision})`, async () => {
      using home = scratchDir("middle");
      await using api = startMessagesApi();
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
      expect(await titles(porter)).toEqual(["Buy paint"]);
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
      await porter.client.agents.decide.mutate({ approvalId: approvals[0]?.id ?? "", decision });
      await watch.untilStatus("completed", "failed");
      expect(await titles(porter)).toEqual([...tasks]);
    });
  }

  test("need not ask again for an action that was allowed for the session, but for every other one", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api, config: CONFIG });
    api.when("REMEMBER", [
      [use("create", { title: "One" })],
      [use("create", { title: "Two" })],
      [use("complete", { id: "1" })],
      [text("Understood.")],
    ]);
    const session = await porter.client.agents.start.mutate({ prompt: "REMEMBER" });
    using watch = watchSession(porter.client, session.id);
    const { approvals } = await watch.untilStatus("waiting", "completed", "failed");
    await porter.client.agents.decide.mutate({
      approvalId: approvals[0]?.id ?? "",
      decision: "allow",
      remember: true,
    });
    const asked = await watch.until(({ approvals: known }) => known.length === 2);

    expect((await titles(porter)).toSorted()).toEqual(["One", "Two"]);
    expect(asked.approvals[1]?.input).toMatchObject({ action_name: "complete" });
  });

  test("need not ask for an action that the configuration frees", async () => {
    await using api = startMessagesApi();
    const config = `${CONFIG}\nintegrations.tasks.agent_actions = ["create"]\n`;
    await using porter = await startPorter({ api, config });
    api.when("FREED", [[use("create", { title: "One" })], [text("Done.")]]);
    const session = await porter.client.agents.start.mutate({ prompt: "FREED" });
    using watch = watchSession(porter.client, session.id);
    const { approvals } = await watch.untilStatus("completed", "failed", "waiting");
    expect(approvals).toEqual([]);
    expect(await titles(porter)).toEqual(["One"]);
  });

  test("changes nothing in plan mode", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api, config: CONFIG });
    api.when("PLAN", [[use("create", { title: "One" })], [text("I only plan.")]]);
    const session = await porter.client.agents.start.mutate({ prompt: "PLAN", permissionMode: "plan" });
    using watch = watchSession(porter.client, session.id);
    const { approvals } = await watch.untilStatus("completed", "failed", "waiting");
    expect(approvals).toEqual([]);
    expect(lastResult(api, "PLAN")?.isError).toBe(true);
    expect(await titles(porter)).toEqual([]);
  });
});
