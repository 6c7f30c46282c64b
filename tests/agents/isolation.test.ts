import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { startMessagesApi, text, toolResultsOf, toolUse } from "../support/messages-api.ts";
import { eventually, processesOf } from "../support/processes.ts";
import { startPorter, type Porter } from "../support/server.ts";
import { startTalk, type Talk } from "../support/talk.ts";

const api = startMessagesApi();
let porter: Porter;
let talk: Talk;
let taskId: string;
beforeAll(async () => {
  const fetchServer =
    /\[agents\.mcp\.fetch\][\s\S]*?\n\n/.exec(await Bun.file("config/home.toml").text())?.[0] ?? "";
  porter = await startPorter({
    api,
    config: `agents.permission_mode = "bypassPermissions"
[agents.mcp.other]
command = "true"
env = { KEY = "env:OTHER_SECRET" }
[agents.mcp.broken]
command = "false"
${fetchServer}`,
    env: {
      OTHER_SECRET: "referenced-by-the-toml",
      ANTHROPIC_CUSTOM_HEADERS: "x-passes: yes",
      GITHUB_TOKEN: "not-for-agents",
      CLAUDECODE: "1",
      PORTER_TOKEN: "owner-token-owner-token-owner-token",
      HTTP_PROXY: "http://127.0.0.1:9", // Nobody is there: neither the model's API nor Porter may be asked through it.
    },
  });
  const task = await porter.client.tasks.create.mutate({
    title: "Water the fern",
    description: "Only the one in the hall.",
    tags: ["home", "plants"],
    dueAt: new Date("2030-02-01T09:00:00Z"),
  });
  await porter.client.tasks.create.mutate({ title: "Find the can", parentId: task.id, status: "done" });
  await porter.client.comments.add.mutate({ taskId: task.id, text: "Rain water, please." });
  taskId = task.id;
  talk = await startTalk(porter, { prompt: "CONTEXT", taskId });
});
afterAll(async () => {
  talk[Symbol.dispose]();
  await porter[Symbol.asyncDispose]();
  await api[Symbol.asyncDispose]();
});

describe("an agent", () => {
  test("gets what Claude needs of the environment, and no secret of the server's", async () => {
    api.when("ENV", [[toolUse("Bash", { command: "env" })], [text("Seen.")]]);
    await talk.ask("ENV");

    const [request] = api.requestsWith("ENV").slice(-1);
    const output = request ? (toolResultsOf(request).at(-1)?.text ?? "") : "";
    expect(output).toContain("x-passes: yes");
    expect(output).toContain(`HOME=${porter.home}`);
    for (const secret of ["referenced-by-the-toml", "not-for-agents", "owner-token", porter.token]) {
      expect(output).not.toContain(secret);
    }
    expect(output).not.toMatch(/^PORTER_/m);
  });

  test("has no token in the arguments or the environment of any of its processes", async () => {
    const gate = api.gate();
    api.when("ARGS", [[text("Held.", { until: gate })]]);
    const message = await talk.say("ARGS");
    await gate.reached;

    const processes = processesOf(porter.home);
    expect(processes.length).toBeGreaterThan(0);
    for (const { command, environment } of processes) {
      const said = [command, ...environment].join("\n");
      expect(said).not.toContain(porter.token);
      expect(said).not.toMatch(/PORTER_|authorization|bearer/i);
    }
    gate.open();
    await talk.turn(message, "completed", "failed");
  });

  test("is told the task it works on, and that it works for Porter", () => {
    const told = api.requestsWith("CONTEXT")[0]?.system ?? "";
    for (const part of [
      "You work for Porter",
      "Water the fern",
      "Only the one in the hall.",
      "home, plants",
      "2030-02-01T09:00:00.000Z",
      "Find the can (done)",
      '<comment by="owner">\nRain water, please.',
      taskId,
      "mcp__porter__",
    ]) {
      expect(told).toContain(part);
    }
  });
});

describe("MCP servers of a session", () => {
  const server = async (name: string) => {
    const { items } = await porter.client.agents.servers.query({ id: talk.id });
    return items.find((each) => each.name === name);
  };

  test("one that fails to start is shown in the session, with its error, and the session works", async () => {
    const { session } = await talk.watch.until(({ session: now }) =>
      Boolean(now?.mcpServers.some(({ name, status }) => name === "broken" && status === "failed")),
    );
    expect(session?.mcpServers.find(({ name }) => name === "broken")?.error).toBeTruthy();
    expect((await talk.ask("FINE")).session).toMatchObject({ status: "completed", error: null });
  });

  test("the fetch server of the default configuration fetches a page, and the agent sums it up", async () => {
    // The fetch server refuses private addresses by itself, so the loopback page is reached as through a proxy.
    using page = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch: () =>
        new Response("<h1>Opening hours</h1><p>We open at nine.</p>", {
          headers: { "content-type": "text/html" },
        }),
    });
    const input = { url: "http://hours.test/", proxy: `http://127.0.0.1:${page.port}` };
    api.when("HOURS", [[toolUse("mcp__fetch__fetch_markdown", input)], [text("It opens at nine.")]]);
    await eventually(async () => (await server("fetch"))?.status === "connected");
    await talk.ask("HOURS");

    const last = api.requestsWith("HOURS").at(-1);
    expect(last && toolResultsOf(last).at(-1)).toMatchObject({
      isError: false,
      text: expect.stringContaining("We open at nine."),
    });
  });
});
