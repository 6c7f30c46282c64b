import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { Database } from "bun:sqlite";
import { join } from "node:path";
import type { Session } from "../../shared/session.ts";
import { startMessagesApi, text, toolUse } from "../support/messages-api.ts";
import { agentPids, eventually, processesOf } from "../support/processes.ts";
import { scratchDir, startPorter, type Porter } from "../support/server.ts";
import { textOf, watchSession } from "../support/watch.ts";

const FOREVER = toolUse("Bash", { command: "exec tail -f /dev/null" });
const isDigging = (home: string) => processesOf(home).some(({ command }) => command.startsWith("tail"));

describe("after kill -9 of the server", () => {
  const api = startMessagesApi();
  const shared = new AsyncDisposableStack();
  shared.use(api);
  let porter: Porter;
  /** The session that was killed in the middle of an answer, and of a prompt that its CLI had not written down. */
  let halfway: Session;
  let unwritten: Session;
  let queued: Session;
  let left: number[];
  beforeAll(async () => {
    const home = shared.use(scratchDir("kill"));
    const unheard = api.gate();
    api.when("HALF", [[text("This much was said", { chunk: 6, until: api.gate() })]]);
    api.when("FOREVER", [[FOREVER], [text("Never.")]]);
    api.when("LATER", [[text("Here I am.")]]);
    api.when("KNOWN", [[text("Noted.")]]);
    api.when("UNWRITTEN", [[text("…", { until: unheard })]]);
    const config = "agents.max_concurrent = 3";
    const first = shared.use(await startPorter({ api, home: home.path, config }));
    const { agents } = first.client;
    unwritten = await agents.start.mutate({ prompt: "KNOWN" });
    {
      using watch = watchSession(first.client, unwritten.id);
      await watch.untilStatus("completed", "failed");
      await agents.send.mutate({ id: unwritten.id, content: "UNWRITTEN" });
      await unheard.reached;
    }
    const forgetful = agentPids(first);
    halfway = await agents.start.mutate({ prompt: "HALF an answer" });
    await agents.start.mutate({ prompt: "FOREVER", permissionMode: "bypassPermissions" });
    await eventually(() => isDigging(home.path));
    queued = await agents.start.mutate({ prompt: "LATER" });
    {
      using watch = watchSession(first.client, halfway.id);
      await watch.until(({ messages }) => textOf(messages[1]) === "This much was said");
      // Longer than the interval of the checkpoints: the text has to be on the disk by now.
      await eventually(() => savedText(first.dataDir, halfway.id) === "This much was said");
    }
    left = processesOf(home.path).map(({ pid }) => pid);
    await first.kill();
    for (const pid of forgetful) process.kill(pid, "SIGKILL");
    await forget(home.path, "UNWRITTEN");
    porter = shared.use(await startPorter({ api, home: home.path, config }));
  });
  afterAll(() => shared.disposeAsync());

  test("in the middle of an answer nothing acknowledged is lost, and the conversation goes on", async () => {
    const kept = await porter.client.agents.get.query({ id: halfway.id });
    expect(kept.session.status).toBe("interrupted");
    expect(kept.session.error).toContain("Porter was stopped");
    expect(kept.messages.map(({ role, state }) => [role, state])).toEqual([
      ["user", "done"],
      ["assistant", "done"],
    ]);
    expect(textOf(kept.messages[1])).toBe("This much was said");

    api.when("ONWARD", [[text("I remember.")]]);
    using watch = watchSession(porter.client, halfway.id);
    await porter.client.agents.send.mutate({ id: halfway.id, content: "ONWARD" });
    await watch.until(
      ({ session: now, messages }) =>
        now?.status === "completed" && textOf(messages.at(-1)) === "I remember.",
    );
    const request = api.requestsWith("ONWARD")[0];
    // Once: what the CLI has in its transcript is not told again.
    expect(JSON.stringify(request?.messages).split("HALF an answer")).toHaveLength(2);
    const { session } = await porter.client.agents.get.query({ id: halfway.id });
    expect(session.claudeSessionId).toBe(kept.session.claudeSessionId);
  });

  test("no process is left, down to shell commands, and what was queued runs", async () => {
    expect(left.length).toBeGreaterThan(0);
    await eventually(() => processesOf(porter.home).every(({ pid }) => !left.includes(pid)));
    expect(queued.status).toBe("queued");
    using watch = watchSession(porter.client, queued.id);
    const { messages } = await watch.untilStatus("completed", "failed");
    expect(textOf(messages.at(-1))).toBe("Here I am.");
    expect(await porter.client.agents.list.query({ status: "running" })).toMatchObject({ items: [] });
  });

  test("a prompt that the CLI had not written down when it died is told with the next message", async () => {
    api.when("BOTH", [[text("I heard both.")]]);
    using watch = watchSession(porter.client, unwritten.id);
    await porter.client.agents.send.mutate({ id: unwritten.id, content: "BOTH" });
    await watch.until(
      ({ session: now, messages }) =>
        now?.status === "completed" && textOf(messages.at(-1)) === "I heard both.",
    );
    const request = api.requestsWith("BOTH")[0];
    expect(request?.promptTexts).toEqual(expect.arrayContaining(["UNWRITTEN", "BOTH"]));
    expect(JSON.stringify(request?.messages)).toContain("KNOWN");
  });
});

describe("an orderly stop", () => {
  test("ends a running agent with all its commands, exits 0, and says why the turn ended; a conversation that the CLI has forgotten since is begun anew with what was said", async () => {
    using home = scratchDir("stop");
    await using api = startMessagesApi();
    api.when("PLANT", [[text("The word is kumquat.")]]);
    api.when("FOREVER", [[FOREVER], [text("Never.")]]);
    const first = await startPorter({ api, home: home.path });
    const start = { prompt: "PLANT a word", permissionMode: "bypassPermissions" } as const;
    const { id } = await first.client.agents.start.mutate(start);
    {
      using watch = watchSession(first.client, id);
      await watch.untilStatus("completed", "failed");
    }
    await first.client.agents.send.mutate({ id, content: "FOREVER" });
    await eventually(() => isDigging(home.path));

    expect(await first.stop()).toBe(0);
    expect(processesOf(home.path)).toEqual([]);
    await Bun.$`rm -rf ${join(home.path, ".claude/projects")}`.quiet();
    await using porter = await startPorter({ api, home: home.path });
    const { session: kept } = await porter.client.agents.get.query({ id });
    expect(kept).toMatchObject({
      status: "interrupted",
      error: expect.stringContaining("Porter was stopped"),
    });
    using watch = watchSession(porter.client, id);
    api.when("RECALL", [[text("It was kumquat.")]]);
    await porter.client.agents.send.mutate({ id, content: "RECALL it" });
    await watch.until(({ messages }) => textOf(messages.at(-1)) === "It was kumquat.");
    expect(JSON.stringify(api.requestsWith("RECALL")[0]?.messages)).toContain("The word is kumquat.");
  });
});

/** Takes the lines that hold a word out of all transcripts of the CLI. */
async function forget(home: string, word: string): Promise<void> {
  for await (const transcript of new Bun.Glob(".claude/projects/*/*.jsonl").scan({ cwd: home, dot: true })) {
    const path = join(home, transcript);
    const lines = (await Bun.file(path).text()).split("\n");
    await Bun.write(path, lines.filter((line) => !line.includes(word)).join("\n"));
  }
}

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
