import { describe, expect, test } from "bun:test";
import { startMessagesApi, text, toolResultsOf, toolUse } from "../support/messages-api.ts";
import { processesOf } from "../support/processes.ts";
import { startPorter } from "../support/server.ts";
import { watchSession } from "../support/watch.ts";

const BYPASS = 'agents.permission_mode = "bypassPermissions"\n';

describe("an agent", () => {
  test("gets what Claude needs of the environment, and no secret of the server's", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({
      api,
      config: `${BYPASS}[agents.mcp.other]\ncommand = "true"\nenv = { KEY = "env:OTHER_SECRET" }`,
      env: {
        OTHER_SECRET: "referenced-by-the-toml",
        ANTHROPIC_CUSTOM_HEADERS: "x-passes: yes",
        GITHUB_TOKEN: "not-for-agents",
        CLAUDECODE: "1",
        PORTER_TOKEN: "owner-token-owner-token-owner-token",
      },
    });
    api.when("ENV", [[toolUse("Bash", { command: "env" })], [text("Seen.")]]);
    const session = await porter.client.agents.start.mutate({ prompt: "ENV" });
    using watch = watchSession(porter.client, session.id);
    await watch.untilStatus("completed", "failed");

    const [request] = api.requestsWith("ENV").slice(-1);
    const output = request ? (toolResultsOf(request)[0]?.text ?? "") : "";
    expect(output).toContain("x-passes: yes");
    expect(output).toContain(`HOME=${porter.home}`);
    for (const secret of ["referenced-by-the-toml", "not-for-agents", "owner-token", porter.token]) {
      expect(output).not.toContain(secret);
    }
    expect(output).not.toMatch(/^PORTER_/m);
  });

  test("has no token in the arguments of any of its processes", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api });
    const gate = api.gate();
    api.when("ARGS", [[text("Held.", { until: gate })]]);
    const session = await porter.client.agents.start.mutate({ prompt: "ARGS" });
    using watch = watchSession(porter.client, session.id);
    await watch.until(({ events }) => events.some(({ type }) => type === "delta"));

    const processes = processesOf(porter.home);
    const tokens = processes
      .flatMap(({ environment }) => environment)
      .flatMap((line) => /^PORTER_TOKEN=(.+)$/.exec(line)?.[1] ?? []);
    expect(tokens.length).toBeGreaterThan(0); // Porter's MCP server has the session's.
    for (const token of [porter.token, ...tokens]) {
      expect(processes.filter(({ command }) => command.includes(token))).toEqual([]);
    }
    expect(tokens).not.toContain(porter.token);
    gate.open();
    await watch.untilStatus("completed");
  });

  test("is told the task it works on, and that it works for Porter", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api });
    api.when("CONTEXT", [[text("Understood.")]]);
    const task = await porter.client.tasks.create.mutate({
      title: "Water the fern",
      description: "Only the one in the hall.",
      tags: ["home", "plants"],
      dueAt: new Date("2030-02-01T09:00:00Z"),
    });
    await porter.client.tasks.create.mutate({ title: "Find the can", parentId: task.id, status: "done" });
    await porter.client.comments.add.mutate({ taskId: task.id, text: "Rain water, please." });
    const session = await porter.client.agents.start.mutate({ prompt: "CONTEXT", taskId: task.id });
    using watch = watchSession(porter.client, session.id);
    await watch.untilStatus("completed", "failed");

    const told = api.requestsWith("CONTEXT")[0]?.system ?? "";
    for (const part of [
      "You work for Porter",
      "Water the fern",
      "Only the one in the hall.",
      "home, plants",
      "2030-02-01T09:00:00.000Z",
      "Find the can (done)",
      '<comment by="owner">\nRain water, please.',
      task.id,
      "mcp__porter__",
    ]) {
      expect(told).toContain(part);
    }
  });
});

describe("MCP servers of a session", () => {
  test("Porter's own is there from the first turn: the agent changes its task, under its own name", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api });
    const task = await porter.client.tasks.create.mutate({ title: "Sweep the yard" });
    api.when("SWEEP", [
      [toolUse("mcp__porter__update_task", { id: task.id, status: "done" })],
      [toolUse("mcp__porter__get_context", {})],
      [text("Swept.")],
    ]);
    const session = await porter.client.agents.start.mutate({ prompt: "SWEEP", taskId: task.id });
    using watch = watchSession(porter.client, session.id);
    const { session: ended } = await watch.untilStatus("completed", "failed", "waiting");

    expect(ended?.status).toBe("completed");
    expect(api.requestsWith("SWEEP")[0]?.toolNames).toContain("mcp__porter__update_task");
    const changed = await porter.client.tasks.get.query({ id: task.id });
    expect(changed).toMatchObject({ status: "done", updatedBy: `session:${session.id}` });
    const last = api.requestsWith("SWEEP").at(-1);
    expect(JSON.stringify(last?.messages)).toContain("Sweep the yard");
    const { session: shown } = await watch.until(({ session: now }) => (now?.mcpServers.length ?? 0) > 0);
    expect(shown?.mcpServers).toEqual([{ name: "porter", status: "connected" }]);
  });

  test("one that fails to start is shown in the session, with its error, and the session works", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api, config: '[agents.mcp.broken]\ncommand = "false"' });
    api.when("FINE", [[text("All is well.")]]);
    const session = await porter.client.agents.start.mutate({ prompt: "FINE" });
    using watch = watchSession(porter.client, session.id);
    const state = await watch.until(({ session: now }) =>
      Boolean(now?.mcpServers.some(({ name, status }) => name === "broken" && status === "failed")),
    );
    expect(state.session?.mcpServers.find(({ name }) => name === "broken")?.error).toBeTruthy();
    await watch.untilStatus("completed");
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
    await using api = startMessagesApi();
    const fetchServer =
      /\[agents\.mcp\.fetch\][\s\S]*?\n\n/.exec(await Bun.file("config/home.toml").text())?.[0] ?? "";
    await using porter = await startPorter({ api, config: `${BYPASS}${fetchServer}` });
    const input = { url: "http://hours.test/", proxy: `http://127.0.0.1:${page.port}` };
    api.when("WARM", [[text("Ready.")]]);
    api.when("HOURS", [[toolUse("mcp__fetch__fetch_markdown", input)], [text("It opens at nine.")]]);
    const session = await porter.client.agents.start.mutate({ prompt: "WARM" });
    using watch = watchSession(porter.client, session.id);
    await watch.untilStatus("completed");
    await watch.until(({ session: now }) => Boolean(now?.mcpServers.length));
    await porter.client.agents.send.mutate({ id: session.id, content: "HOURS" });
    await watch.until(({ messages }) => messages.length >= 6 && messages.at(-1)?.state === "done");

    const last = api.requestsWith("HOURS").at(-1);
    expect(last && toolResultsOf(last)[0]).toMatchObject({
      isError: false,
      text: expect.stringContaining("We open at nine."),
    });
  });
});
