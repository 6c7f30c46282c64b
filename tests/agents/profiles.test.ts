import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadConfig } from "../../server/config/load.ts";
import { readEnv } from "../../server/env.ts";
import type { SaveProfile } from "../../shared/profile.ts";
import type { Task } from "../../shared/task.ts";
import { startMessagesApi, text, toolResultsOf, toolUse } from "../support/messages-api.ts";
import { scratchDir, startPorter, type Porter } from "../support/server.ts";
import { startTalk, type Talk } from "../support/talk.ts";
import { textOf, watchSession } from "../support/watch.ts";

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
let task: Task;
/** A session of the careful profile, with its first turn behind it. */
let careful: Talk;
beforeAll(async () => {
  porter = await startPorter({ api, config: CONFIG });
  mkdirSync(shed(), { recursive: true });
  task = await porter.client.tasks.create.mutate({ title: "Mend the gate" });
  const touch = toolUse("Bash", { command: "touch made" });
  api.when("LOOK", [[toolUse("Bash", { command: "pwd" })], [touch], [text("It creaks.")]]);
  careful = await startTalk(porter, {
    prompt: "LOOK",
    taskId: task.id,
    profileId: "careful",
    instructions: "Be quick.",
    permissionMode: "default",
  });
});
afterAll(async () => {
  careful[Symbol.dispose]();
  await porter[Symbol.asyncDispose]();
  await api[Symbol.asyncDispose]();
});

const shed = () => join(porter.home, "porter", "shed");

describe("an agent profile", () => {
  test("gives a session its folder, rights, servers, instructions and what they leave out; what is given beside it wins", async () => {
    const { agents } = porter.client;
    const { session } = await agents.get.query({ id: careful.id });
    expect(session).toMatchObject({
      status: "completed",
      profileId: "careful",
      cwd: shed(),
      permissionMode: "default",
      effort: "low",
      budgetUsd: 2.5,
      worktree: null,
    });
    expect(session.mcpServers.map(({ name }) => name).sort()).toEqual(["porter", "second"]);

    const requests = api.requestsWith("LOOK");
    expect(requests[0]?.system).toContain("Touch nothing.\n\nBe quick.");
    expect(requests[0]?.system).not.toContain("<task>");
    const results = toolResultsOf(requests.at(-1) ?? requests[0]!);
    expect(results[0]).toMatchObject({ text: shed(), isError: false });
    expect(results[1]).toMatchObject({ isError: true });
  });

  test("forbids what the owner's word for more does not allow", async () => {
    const { agents } = porter.client;
    api.when("AGAIN", [[toolUse("Bash", { command: "true && touch made" })], [text("It creaks.")]]);
    await agents.steer.mutate({ id: careful.id, permissionMode: "bypassPermissions" });
    await careful.ask("AGAIN");
    await agents.steer.mutate({ id: careful.id, permissionMode: "default" });
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

  test("with a mistake in the configuration is refused, with its place", () => {
    using folder = scratchDir("config");
    const path = join(folder.path, "porter.toml");
    writeFileSync(path, '[agents.profiles.a]\npermision_mode = "plan"\n');
    expect(() => loadConfig(readEnv({ HOME: folder.path, PORTER_CONFIG: path }))).toThrow(
      "porter.toml:2: agents.profiles.a.permision_mode: is not a known key",
    );
  });
});

describe("what an agent is told", () => {
  const marks = (told: { kind: string; isLeftOut: boolean }[]) =>
    told.map(({ kind, isLeftOut }) => [kind, isLeftOut]);

  test("names the earlier sessions of its task; the owner's word wins over the profile's, as a whole, and again for the next turn", async () => {
    const { agents } = porter.client;
    expect((await agents.told.query({ id: careful.id })).leaveOut).toEqual(["task"]);
    const given = { taskId: task.id, profileId: "careful" };
    const { parts: byProfile } = await agents.preview.query(given);
    expect(marks(byProfile).filter(([, isLeftOut]) => isLeftOut)).toEqual([["task", true]]);

    const { parts } = await agents.preview.query({ ...given, leaveOut: [] });
    expect(marks(parts)).toEqual([
      ["porter", false],
      ["task", false],
      ["earlier", false],
      ["instructions", false],
    ]);
    expect(parts[2]?.text).toContain('"Mend the gate" (completed); said last: "It creaks."');
    const { id } = await agents.start.mutate({ prompt: "MEND", ...given, leaveOut: [] });
    using watch = watchSession(porter.client, id);
    await watch.untilStatus("completed", "failed");
    const system = api.requestsWith("MEND")[0]?.system ?? "";
    for (const { text: told } of parts) expect(system).toContain(told);
    expect((await agents.told.query({ id })).leaveOut).toEqual([]);

    const after = await agents.setTold.mutate({
      id,
      instructions: "Use oil.",
      leaveOut: ["earlier", "calendar"],
    });
    expect(after).toMatchObject({ instructions: "Use oil.", leaveOut: ["calendar", "earlier"] });
    expect(marks(after.parts)).toEqual([
      ["porter", false],
      ["task", false],
      ["earlier", true],
      ["instructions", false],
    ]);
    api.when("NEXT", [[text("As you say.")]]);
    await agents.send.mutate({ id, content: "NEXT" });
    await watch.until(({ messages }) => textOf(messages.at(-1)) === "As you say.");
    const next = api.requestsWith("NEXT")[0]?.system ?? "";
    expect(next).toContain("The owner's instructions for this session:\n\nUse oil.");
    expect(next).toContain("<task>");
    expect(next).not.toContain("Earlier sessions on the same task");
    expect(agents.start.mutate({ prompt: "x", leaveOut: ["porter" as "task"] })).rejects.toThrow();
  });
});
