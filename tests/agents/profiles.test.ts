import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { SaveProfile } from "../../shared/profile.ts";
import { startMessagesApi, text, toolResultsOf, toolUse } from "../support/messages-api.ts";
import { startAndFail, startPorter, type Porter } from "../support/server.ts";
import { watchSession } from "../support/watch.ts";

const blank: Omit<SaveProfile, "id" | "name"> = {
  instructions: "",
  model: null,
  effort: null,
  cwd: null,
  permissionMode: null,
  allowedTools: [],
  deniedTools: [],
  mcpServers: null,
  worktree: false,
  budgetUsd: null,
  leftOut: [],
};

const CONFIG = `
[agents.mcp.first]
command = "true"
[agents.mcp.second]
command = "true"
[agents.profiles.careful]
name = "Careful"
instructions = "Touch nothing."
permission_mode = "bypassPermissions"
effort = "low"
cwd = "~/porter/shed"
allowed_tools = ["Bash(pwd)"]
denied_tools = ["Bash(touch:*)"]
mcp_servers = ["second"]
budget_usd = 2.5
left_out = ["task"]
`;

const api = startMessagesApi();
let porter: Porter;
beforeAll(async () => {
  porter = await startPorter({ api, config: CONFIG });
});
afterAll(async () => {
  await porter[Symbol.asyncDispose]();
  await api[Symbol.asyncDispose]();
});

describe("an agent profile", () => {
  test("gives a session its folder, rights, servers and instructions; what is given beside it wins", async () => {
    const shed = join(porter.home, "porter", "shed");
    mkdirSync(shed, { recursive: true });
    const touch = toolUse("Bash", { command: "touch made" });
    api.when("LOOK", [[toolUse("Bash", { command: "pwd" })], [touch], [text("Seen.")]]);
    const { agents } = porter.client;
    const session = await agents.start.mutate({
      prompt: "LOOK",
      profileId: "careful",
      instructions: "Be quick.",
      permissionMode: "default",
    });
    expect(session).toMatchObject({
      profileId: "careful",
      cwd: shed,
      permissionMode: "default",
      effort: "low",
      budgetUsd: 2.5,
      worktree: null,
    });
    using watch = watchSession(porter.client, session.id);
    await watch.untilStatus("completed", "failed", "waiting");
    expect(watch.state.session).toMatchObject({ status: "completed" });

    const requests = api.requestsWith("LOOK");
    expect(requests[0]?.system).toContain("Touch nothing.\n\nBe quick.");
    const results = toolResultsOf(requests.at(-1) ?? requests[0]!);
    expect(results[0]).toMatchObject({ text: shed, isError: false });
    expect(results[1]).toMatchObject({ isError: true });
    expect(watch.state.session?.mcpServers.map(({ name }) => name).sort()).toEqual(["porter", "second"]);

    // The owner's word for more does not come before the profile's no.
    api.when("AGAIN", [[toolUse("Bash", { command: "true && touch made" })], [text("Refused.")]]);
    await agents.steer.mutate({ id: session.id, permissionMode: "bypassPermissions" });
    await agents.send.mutate({ id: session.id, content: "AGAIN" });
    await watch.until(({ messages }) => JSON.stringify(messages.at(-1)?.content).includes("Refused."));
    expect(toolResultsOf(api.requestsWith("AGAIN").at(-1)!).at(-1)).toMatchObject({ isError: true });
  });

  test("is saved, seen by every tab, changed, removed and brought back; that of the configuration is only read", async () => {
    const { agents } = porter.client;
    const seen: unknown[] = [];
    const all = Promise.withResolvers<void>();
    const stream = porter.client.events.onEvent.subscribe(
      { topics: ["profiles"], lastEventId: "0" },
      {
        onData: ({ data }) => {
          if (data.topic === "profiles") seen.push([data.change.type, data.change.profile.name]);
          if (seen.length === 5) all.resolve();
        },
        onError: all.reject,
      },
    );
    const id = crypto.randomUUID();
    const saved = await agents.saveProfile.mutate({ id, name: "Gardener", ...blank });
    expect(saved).toMatchObject({ id, source: "owner", name: "Gardener" });
    await agents.saveProfile.mutate({ id, name: "Gardener", ...blank }); // Nothing new, so nothing is told.
    await agents.saveProfile.mutate({ id, name: "Tree surgeon", ...blank, instructions: "Saw." });
    const { items, servers } = await agents.profiles.query();
    expect(items.map(({ name }) => name)).toEqual(["Careful", "Tree surgeon"]);
    expect(servers).toEqual(["first", "second"]);
    await agents.saveProfile.mutate({
      id,
      name: "Tree surgeon",
      ...blank,
      instructions: "Saw.",
      leftOut: ["earlier"],
    });
    expect((await agents.profiles.query()).items.map(({ leftOut }) => leftOut)).toEqual([
      ["task"],
      ["earlier"],
    ]);
    const { source: _source, ...removed } = await agents.removeProfile.mutate({ id });
    await agents.saveProfile.mutate({ ...removed, id });
    await all.promise;
    stream.unsubscribe();
    expect(seen).toEqual([
      ["saved", "Gardener"],
      ["saved", "Tree surgeon"],
      ["saved", "Tree surgeon"],
      ["removed", "Tree surgeon"],
      ["saved", "Tree surgeon"],
    ]);

    expect(agents.removeProfile.mutate({ id: "careful" })).rejects.toThrow("stands in the configuration");
    expect(agents.saveProfile.mutate({ id, name: "x", ...blank, cwd: "/etc" })).rejects.toThrow(
      "may not work in",
    );
    expect(agents.saveProfile.mutate({ id, name: "x", ...blank, mcpServers: ["nine"] })).rejects.toThrow(
      "nine",
    );
    expect(agents.start.mutate({ prompt: "x", profileId: "nobody" })).rejects.toThrow("no agent profile");
    const { parts } = await agents.preview.query({ prompt: "x", profileId: id, instructions: "And mind." });
    expect(parts.at(-1)).toMatchObject({
      kind: "instructions",
      text: expect.stringContaining("Saw.\n\nAnd mind."),
    });
  });

  test("with a mistake in the configuration ends the start, with its place", async () => {
    const config = '[agents.profiles.a]\npermision_mode = "plan"\n';
    const { code, stderr } = await startAndFail({ config });
    expect(code).not.toBe(0);
    expect(stderr).toContain("porter.toml:2: agents.profiles.a.permision_mode: is not a known key");
  });
});

test("what an agent is told names the earlier sessions of its task, and can be changed for its next turn", async () => {
  const { agents, tasks } = porter.client;
  const task = await tasks.create.mutate({ title: "Mend the gate" });
  api.when("FIRST", [[text("The hinge is broken.")]]);
  api.when("SECOND", [[text("I mend it.")]]);
  api.when("THIRD", [[text("As you say.")]]);
  const first = await agents.start.mutate({ prompt: "FIRST", taskId: task.id });
  {
    using watch = watchSession(porter.client, first.id);
    await watch.untilStatus("completed", "failed");
  }
  const { parts } = await agents.preview.query({ prompt: "SECOND", taskId: task.id });
  expect(parts.map(({ kind }) => kind)).toEqual(["porter", "task", "earlier"]);
  expect(parts.at(-1)?.text).toContain('"Mend the gate" (completed); said last: "The hinge is broken."');

  const second = await agents.start.mutate({ prompt: "SECOND", taskId: task.id });
  using watch = watchSession(porter.client, second.id);
  await watch.untilStatus("completed", "failed");
  const system = () => api.requestsWith("SECOND")[0]?.system ?? "";
  for (const { text: told } of parts) expect(system()).toContain(told);

  const after = await agents.setTold.mutate({
    id: second.id,
    instructions: "Use oil.",
    leaveOut: ["earlier", "calendar"],
  });
  expect(after).toMatchObject({ instructions: "Use oil.", leaveOut: ["calendar", "earlier"] });
  const marks = (told: typeof parts) => told.map(({ kind, isLeftOut }) => [kind, isLeftOut]);
  expect(marks(after.parts)).toEqual([
    ["porter", false],
    ["task", false],
    ["earlier", true],
    ["instructions", false],
  ]);
  await agents.send.mutate({ id: second.id, content: "THIRD" });
  await watch.until(({ messages }) => JSON.stringify(messages.at(-1)?.content).includes("As you say."));
  expect(api.requestsWith("THIRD")[0]?.system).toContain(
    "The owner's instructions for this session:\n\nUse oil.",
  );
  expect(api.requestsWith("THIRD")[0]?.system).not.toContain("Earlier sessions on the same task");

  const third = await agents.start.mutate({ prompt: "FOURTH", taskId: task.id, leaveOut: ["task"] });
  using last = watchSession(porter.client, third.id);
  await last.untilStatus("completed", "failed");
  const [request] = api.requestsWith("FOURTH");
  expect(request?.system).not.toContain("<task>");
  expect(request?.system).toContain("Earlier sessions on the same task");
  expect(marks((await agents.told.query({ id: third.id })).parts)).toEqual([
    ["porter", false],
    ["task", true],
    ["earlier", false],
  ]);

  // A profile leaves parts out; what is said for one session wins as a whole.
  const careful = { prompt: "x", taskId: task.id, profileId: "careful", cwd: join(porter.home, "porter") };
  const leftOutOf = async (given: { leaveOut?: "calendar"[] }) => {
    const { id } = await agents.start.mutate({ ...careful, ...given });
    const { leaveOut } = await agents.told.query({ id });
    await agents.interrupt.mutate({ id }); // What it would say is nothing to this.
    return leaveOut;
  };
  expect(await leftOutOf({})).toEqual(["task"]);
  expect(await leftOutOf({ leaveOut: [] })).toEqual([]);
  const { parts: byProfile } = await agents.preview.query({ taskId: task.id, profileId: "careful" });
  expect(marks(byProfile).filter(([, isLeftOut]) => isLeftOut)).toEqual([["task", true]]);

  const previewed = await agents.preview.query({ taskId: task.id, leaveOut: ["earlier"] });
  expect(marks(previewed.parts)).toEqual([
    ["porter", false],
    ["task", false],
    ["earlier", true],
  ]);
  expect(agents.start.mutate({ prompt: "x", leaveOut: ["porter" as "task"] })).rejects.toThrow();
});
