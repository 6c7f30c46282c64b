import { describe, expect, test } from "bun:test";
import { Database } from "bun:sqlite";
import { join } from "node:path";
import { startMessagesApi, text, toolUse } from "../support/messages-api.ts";
import { eventually, processesOf } from "../support/processes.ts";
import { scratchDir, startPorter } from "../support/server.ts";
import { textOf, watchSession } from "../support/watch.ts";

describe("after kill -9 of the server", () => {
  test("in the middle of an answer: nothing acknowledged is lost, and the conversation goes on", async () => {
    using home = scratchDir("kill");
    await using api = startMessagesApi();
    const gate = api.gate();
    api.when("HALF", [[text("This much was said", { chunk: 6, until: gate })]]);
    api.when("ONWARD", [[text("I remember.")]]);
    const first = await startPorter({ api, home: home.path });
    const session = await first.client.agents.start.mutate({ prompt: "HALF an answer" });
    {
      using watch = watchSession(first.client, session.id);
      await watch.until(({ messages }) => textOf(messages[1]) === "This much was said");
      // Longer than the interval of the checkpoints: the text has to be on the disk by now.
      const stored = first.client.agents.get.query({ id: session.id });
      expect(textOf((await stored).messages[1])).toBe("This much was said");
      await eventually(() => savedText(first.dataDir, session.id) === "This much was said");
    }
    await first.kill();

    await using porter = await startPorter({ api, home: home.path });
    const kept = await porter.client.agents.get.query({ id: session.id });
    expect(kept.session.status).toBe("interrupted");
    expect(kept.session.error).toContain("Porter was stopped");
    expect(kept.messages.map(({ role, state }) => [role, state])).toEqual([
      ["user", "done"],
      ["assistant", "done"],
    ]);
    expect(textOf(kept.messages[1])).toBe("This much was said");

    using watch = watchSession(porter.client, session.id);
    await porter.client.agents.send.mutate({ id: session.id, content: "ONWARD" });
    await watch.until(({ messages }) => textOf(messages.at(-1)) === "I remember.");
    const request = api.requestsWith("ONWARD")[0];
    // Once: what the CLI has in its transcript is not told again.
    expect(JSON.stringify(request?.messages).split("HALF an answer")).toHaveLength(2);
    expect((await porter.client.agents.get.query({ id: session.id })).session.claudeSessionId).toBe(
      kept.session.claudeSessionId,
    );
  });

  test("queued turns are run, in their order", async () => {
    using home = scratchDir("queue");
    await using api = startMessagesApi();
    const gate = api.gate();
    api.when("BLOCKS", [[text("…", { until: gate })]]);
    api.when("LATER", [[text("Here I am.")]]);
    const config = "agents.max_concurrent = 1";
    const first = await startPorter({ api, home: home.path, config });
    const blocking = await first.client.agents.start.mutate({ prompt: "BLOCKS" });
    const queued = await first.client.agents.start.mutate({ prompt: "LATER" });
    {
      using watch = watchSession(first.client, blocking.id);
      await watch.untilStatus("running");
      expect((await first.client.agents.get.query({ id: queued.id })).session.status).toBe("queued");
    }
    await first.kill();

    await using porter = await startPorter({ api, home: home.path, config });
    using watch = watchSession(porter.client, queued.id);
    const { messages } = await watch.untilStatus("completed", "failed");
    expect(textOf(messages.at(-1))).toBe("Here I am.");
  });

  test("a conversation that the CLI has forgotten is begun anew with what was said", async () => {
    using home = scratchDir("forgotten");
    await using api = startMessagesApi();
    api.when("PLANT", [[text("The word is kumquat.")]]);
    api.when("RECALL", [[text("It was kumquat.")]]);
    const first = await startPorter({ api, home: home.path });
    const session = await first.client.agents.start.mutate({ prompt: "PLANT a word" });
    {
      using watch = watchSession(first.client, session.id);
      await watch.untilStatus("completed", "failed");
    }
    await first.stop();
    await Bun.$`rm -rf ${join(home.path, ".claude/projects")}`.quiet();

    await using porter = await startPorter({ api, home: home.path });
    using watch = watchSession(porter.client, session.id);
    await porter.client.agents.send.mutate({ id: session.id, content: "RECALL it" });
    await watch.until(({ messages }) => textOf(messages.at(-1)) === "It was kumquat.");
    expect(JSON.stringify(api.requestsWith("RECALL")[0]?.messages)).toContain("The word is kumquat.");
  });

  test("a prompt that the CLI had not written down when it died is told with the next message", async () => {
    using home = scratchDir("unwritten");
    await using api = startMessagesApi();
    const gate = api.gate();
    api.when("KNOWN", [[text("Noted.")]]);
    api.when("UNWRITTEN", [[text("…", { until: gate })]]);
    api.when("ONWARD", [[text("I heard both.")]]);
    const first = await startPorter({ api, home: home.path });
    const session = await first.client.agents.start.mutate({ prompt: "KNOWN" });
    {
      using watch = watchSession(first.client, session.id);
      await watch.untilStatus("completed", "failed");
      await first.client.agents.send.mutate({ id: session.id, content: "UNWRITTEN" });
      await gate.reached;
    }
    await first.kill();
    for (const { pid } of processesOf(home.path)) process.kill(pid, "SIGKILL");
    for await (const transcript of new Bun.Glob(".claude/projects/*/*.jsonl").scan({
      cwd: home.path,
      dot: true,
    })) {
      const path = join(home.path, transcript);
      const lines = (await Bun.file(path).text()).split("\n");
      await Bun.write(path, lines.filter((line) => !line.includes("UNWRITTEN")).join("\n"));
    }

    await using porter = await startPorter({ api, home: home.path });
    using watch = watchSession(porter.client, session.id);
    await porter.client.agents.send.mutate({ id: session.id, content: "ONWARD" });
    await watch.until(({ messages }) => textOf(messages.at(-1)) === "I heard both.");
    const request = api.requestsWith("ONWARD")[0];
    expect(request?.promptTexts).toEqual(expect.arrayContaining(["UNWRITTEN", "ONWARD"]));
    expect(JSON.stringify(request?.messages)).toContain("KNOWN");
  });

  test("no process of an agent is left, down to its shell commands", async () => {
    using home = scratchDir("orphans");
    await using api = startMessagesApi();
    api.when("FOREVER", [[toolUse("Bash", { command: "exec tail -f /dev/null" })], [text("Never.")]]);
    const config = 'agents.permission_mode = "bypassPermissions"';
    const first = await startPorter({ api, home: home.path, config });
    await first.client.agents.start.mutate({ prompt: "FOREVER" });
    await eventually(() => processesOf(home.path).some(({ command }) => command.startsWith("tail")));
    await first.kill();

    await using porter = await startPorter({ api, home: home.path, config });
    await eventually(() => processesOf(home.path).length === 0);
    expect(await porter.client.agents.list.query({ status: "running" })).toMatchObject({ items: [] });
  });
});

describe("an orderly stop", () => {
  test("ends a running agent with all its commands, exits 0, and says why the turn ended", async () => {
    using home = scratchDir("stop");
    await using api = startMessagesApi();
    api.when("FOREVER", [[toolUse("Bash", { command: "exec tail -f /dev/null" })], [text("Never.")]]);
    const config = 'agents.permission_mode = "bypassPermissions"';
    const first = await startPorter({ api, home: home.path, config });
    const session = await first.client.agents.start.mutate({ prompt: "FOREVER" });
    await eventually(() => processesOf(home.path).some(({ command }) => command.startsWith("tail")));

    expect(await first.stop()).toBe(0);
    expect(processesOf(home.path)).toEqual([]);
    await using porter = await startPorter({ api, home: home.path, config });
    const { session: kept } = await porter.client.agents.get.query({ id: session.id });
    expect(kept).toMatchObject({
      status: "interrupted",
      error: expect.stringContaining("Porter was stopped"),
    });
  });
});

function savedText(dataDir: string, sessionId: string): string {
  using database = new Database(join(dataDir, "porter.db"), { readonly: true });
  const row = database
    .query<{ content: string }, [string]>(
      "SELECT content FROM messages WHERE session_id = ? AND role = 'assistant'",
    )
    .get(sessionId);
  const blocks: { text: string }[] = JSON.parse(row?.content ?? "[]");
  return blocks.map(({ text }) => text).join("");
}
