import { describe, expect, test } from "bun:test";
import { Database } from "bun:sqlite";
import { join } from "node:path";
import { startMessagesApi, text, toolUse } from "../support/messages-api.ts";
import { eventually, processesOf } from "../support/processes.ts";
import { scratchDir, startPorter } from "../support/server.ts";
import { textOf, watchSession } from "../support/watch.ts";

const FOREVER = toolUse("Bash", { command: "exec tail -f /dev/null" });
const isDigging = (home: string) => processesOf(home).some(({ command }) => command.startsWith("tail"));

describe("after kill -9 of the server", () => {
  test("in the middle of an answer nothing acknowledged is lost and the conversation goes on, what was queued runs, and no process is left, down to shell commands", async () => {
    using home = scratchDir("kill");
    await using api = startMessagesApi();
    const gate = api.gate();
    api.when("HALF", [[text("This much was said", { chunk: 6, until: gate })]]);
    api.when("FOREVER", [[FOREVER], [text("Never.")]]);
    api.when("LATER", [[text("Here I am.")]]);
    api.when("ONWARD", [[text("I remember.")]]);
    const config = "agents.max_concurrent = 2";
    const first = await startPorter({ api, home: home.path, config });
    const { agents } = first.client;
    const session = await agents.start.mutate({ prompt: "HALF an answer" });
    await agents.start.mutate({ prompt: "FOREVER", permissionMode: "bypassPermissions" });
    await eventually(() => isDigging(home.path));
    const queued = await agents.start.mutate({ prompt: "LATER" });
    expect(queued.status).toBe("queued");
    {
      using watch = watchSession(first.client, session.id);
      await watch.until(({ messages }) => textOf(messages[1]) === "This much was said");
      // Longer than the interval of the checkpoints: the text has to be on the disk by now.
      const stored = agents.get.query({ id: session.id });
      expect(textOf((await stored).messages[1])).toBe("This much was said");
      await eventually(() => savedText(first.dataDir, session.id) === "This much was said");
    }
    const left = processesOf(home.path).map(({ pid }) => pid);
    await first.kill();

    await using porter = await startPorter({ api, home: home.path, config });
    const kept = await porter.client.agents.get.query({ id: session.id });
    expect(kept.session.status).toBe("interrupted");
    expect(kept.session.error).toContain("Porter was stopped");
    expect(kept.messages.map(({ role, state }) => [role, state])).toEqual([
      ["user", "done"],
      ["assistant", "done"],
    ]);
    expect(textOf(kept.messages[1])).toBe("This much was said");
    await eventually(() => processesOf(home.path).every(({ pid }) => !left.includes(pid)));
    {
      using watch = watchSession(porter.client, queued.id);
      const { messages } = await watch.untilStatus("completed", "failed");
      expect(textOf(messages.at(-1))).toBe("Here I am.");
    }
    expect(await porter.client.agents.list.query({ status: "running" })).toMatchObject({ items: [] });

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
});

describe("an orderly stop", () => {
  test("ends a running agent with all its commands, exits 0, and says why the turn ended; a conversation that the CLI has forgotten since is begun anew with what was said", async () => {
    using home = scratchDir("stop");
    await using api = startMessagesApi();
    api.when("PLANT", [[text("The word is kumquat.")]]);
    api.when("RECALL", [[text("It was kumquat.")]]);
    api.when("FOREVER", [[FOREVER], [text("Never.")]]);
    const first = await startPorter({ api, home: home.path });
    const { agents } = first.client;
    const planted = await agents.start.mutate({ prompt: "PLANT a word" });
    {
      using watch = watchSession(first.client, planted.id);
      await watch.untilStatus("completed", "failed");
    }
    const session = await agents.start.mutate({ prompt: "FOREVER", permissionMode: "bypassPermissions" });
    await eventually(() => isDigging(home.path));

    expect(await first.stop()).toBe(0);
    expect(processesOf(home.path)).toEqual([]);
    await Bun.$`rm -rf ${join(home.path, ".claude/projects")}`.quiet();
    await using porter = await startPorter({ api, home: home.path });
    const { session: kept } = await porter.client.agents.get.query({ id: session.id });
    expect(kept).toMatchObject({
      status: "interrupted",
      error: expect.stringContaining("Porter was stopped"),
    });
    using watch = watchSession(porter.client, planted.id);
    await porter.client.agents.send.mutate({ id: planted.id, content: "RECALL it" });
    await watch.until(({ messages }) => textOf(messages.at(-1)) === "It was kumquat.");
    expect(JSON.stringify(api.requestsWith("RECALL")[0]?.messages)).toContain("The word is kumquat.");
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
