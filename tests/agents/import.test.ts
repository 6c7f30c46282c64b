import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { dirname, join } from "node:path";
import { readMessage } from "../../server/agents/import-message.ts";
import { indexTranscript, readEntries } from "../../server/agents/runner/history.ts";
import { said, writeTranscript } from "../support/claude-transcript.ts";
import { startMessagesApi, text } from "../support/messages-api.ts";
import { scratchDir, startPorter } from "../support/server.ts";
import { textOf, watchSession } from "../support/watch.ts";
import { eventually } from "../support/processes.ts";

/** What a reader gets of a transcript: role and text of each message. */
async function read(path: string): Promise<[string, string][]> {
  const places = await indexTranscript(path, (entry) => readMessage([entry]) !== undefined);
  const messages = await Promise.all(
    places.map(async (place) => readMessage(await readEntries(path, place))),
  );
  return messages.flatMap((message) => {
    const texts = message?.content.map((block) =>
      "text" in block ? block.text : block.type === "tool_use" ? `(${block.name})` : block.type,
    );
    return message && texts ? [[message.role, texts.join("|")] satisfies [string, string]] : [];
  });
}

describe("a transcript of Claude's own", () => {
  test("is read as the conversation that it became", async () => {
    using home = scratchDir("transcript");
    const { path } = writeTranscript(home.path, {
      cwd: join(home.path, "shed"),
      said: [
        { entry: { type: "user", isMeta: true, message: { role: "user", content: "Caveat" } } },
        { user: "<command-name>/model</command-name>\n<command-args>opus</command-args>" },
        { user: "<local-command-stdout>Set to \u001b[1mopus\u001b[22m</local-command-stdout>" },
        { user: [said("<system-reminder>Be brief.</system-reminder>"), said("Look.")] },
        { assistant: [{ type: "thinking", thinking: "Hm." }], apiId: "one" },
        { assistant: [said("I look.")], apiId: "one" },
        { assistant: [{ type: "tool_use", id: "t1", name: "Bash", input: {} }], apiId: "one" },
        { entry: { type: "attachment" } },
        { user: [{ type: "tool_result", tool_use_id: "t1", content: [said("a.txt")] }] },
        { entry: { type: "user", isSidechain: true, message: { role: "user", content: "for a sub-agent" } } },
        { user: [said("[Request interrupted by user for tool use]")] },
        {
          user: '<task-notification>\n<task-id>b1</task-id>\n<summary>Command "make" completed</summary>\n</task-notification>',
        },
        { assistant: [{ type: "new_kind", of: "block" }] },
      ],
    });
    expect(await read(path)).toEqual([
      ["user", "/model opus"],
      ["system", "Set to opus"],
      ["user", "Look."],
      ["assistant", "Hm.|I look.|(Bash)"],
      ["tool", "a.txt"],
      ["system", "Request interrupted by user for tool use"],
      ["system", 'Command "make" completed'],
      ["assistant", '{"type":"new_kind","of":"block"}'],
    ]);
  });

  test("leaves out what was rewound, and keeps both results of calls made at once", async () => {
    using home = scratchDir("transcript");
    const ids = Array.from({ length: 7 }, () => crypto.randomUUID());
    const call = (id: string) => ({ type: "tool_use", id, name: "Read", input: {} });
    const of = (index: number, parent: number | null, entry: Record<string, unknown>) => ({
      entry: { ...entry, uuid: ids[index], parentUuid: parent === null ? null : ids[parent] },
    });
    const user = (content: unknown) => ({ type: "user", message: { role: "user", content } });
    const answer = (content: unknown[]) => ({
      type: "assistant",
      message: { id: "api", role: "assistant", content },
    });
    const result = (id: string) => user([{ type: "tool_result", tool_use_id: id, content: id }]);
    const { path } = writeTranscript(home.path, {
      cwd: join(home.path, "shed"),
      said: [
        of(0, null, user("First try")),
        of(1, null, user("Second try")),
        of(2, 1, answer([call("a")])),
        of(3, 2, answer([call("b")])),
        of(4, 2, result("a")),
        of(5, 3, result("b")),
        of(6, 5, user("Thanks")),
      ],
    });
    expect(await read(path)).toEqual([
      ["user", "Second try"],
      ["assistant", "(Read)|(Read)"],
      ["tool", "a"],
      ["tool", "b"],
      ["user", "Thanks"],
    ]);
  });

  test("is read up to its last whole line", async () => {
    using home = scratchDir("transcript");
    const { path } = writeTranscript(home.path, {
      cwd: join(home.path, "shed"),
      said: [{ user: "Häuser 🏠" }],
    });
    await Bun.write(path, `not json\n${await Bun.file(path).text()}{"type":"user","uuid":"x","mess`);
    expect(await read(path)).toEqual([["user", "Häuser 🏠"]]);
  });
});

describe("importing a conversation", () => {
  test("refuses what Claude does not have, lists and finds what it has, brings it in once and whole, and goes on with it", async () => {
    await using api = startMessagesApi();
    using home = scratchDir("home");
    const cwd = join(home.path, "porter");
    const talk = Array.from({ length: 250 }, (_, index) => [
      { user: `Question ${index}` },
      { assistant: [said(`Answer ${index}`)] },
    ]).flat();
    const { id } = writeTranscript(home.path, { cwd, said: [{ user: "Mend the old fence" }, ...talk] });
    writeTranscript(home.path, { cwd: join(home.path, "elsewhere"), said: [{ user: "Paint the shed" }] });
    await using porter = await startPorter({ api, home: home.path });
    const { agents } = porter.client;
    const missing = agents.import.mutate({ claudeSessionId: crypto.randomUUID() });
    expect(missing).rejects.toMatchObject({ code: "NOT_FOUND" });
    const path = agents.import.mutate({ claudeSessionId: "../../secret" });
    expect(path).rejects.toMatchObject({ code: "INVALID" });

    expect((await agents.importable.query({ query: "old FENCE" })).items).toMatchObject([
      { claudeSessionId: id, title: "Mend the old fence", messages: 501, sessionId: null },
    ]);
    const first = await agents.importable.query({ limit: 1 });
    expect(first.items).toHaveLength(1);
    const rest = await agents.importable.query({ limit: 1, cursor: first.nextCursor ?? "" });
    expect([rest.items.length, rest.nextCursor]).toEqual([1, null]);

    const [session, again] = await Promise.all([
      agents.import.mutate({ claudeSessionId: id }),
      agents.import.mutate({ claudeSessionId: id }),
    ]);
    expect(again.id).toBe(session.id);
    expect(session).toMatchObject({ origin: "imported", status: "completed", claudeSessionId: id });
    expect((await agents.importable.query({ query: id })).items[0]?.sessionId).toBe(session.id);
    const latest = await agents.get.query({ id: session.id });
    expect(textOf(latest.messages.at(-1))).toBe("Answer 249");
    expect(latest.messages.at(-1)?.seq).toBe(501);
    // The oldest come behind the answer.
    await eventually(
      async () => (await agents.get.query({ id: session.id, before: 3 })).messages.length === 2,
    );
    const oldest = await agents.get.query({ id: session.id, before: 3 });
    expect(oldest.messages.map(textOf)).toEqual(["Mend the old fence", "Question 0"]);
    expect(oldest.olderCursor).toBeNull();

    api.when("And now", [text("It stands.")]);
    await agents.send.mutate({ id: session.id, content: "And now?" });
    using watch = watchSession(porter.client, session.id);
    const { messages } = await watch.untilStatus("completed", "failed");
    expect(messages.slice(-2).map(textOf)).toEqual(["And now?", "It stands."]);
    expect(JSON.stringify(api.requestsWith("And now")[0]?.messages)).toContain("Answer 249");
  });

  test("goes on at the next start when the server is killed in its middle, each message once", async () => {
    using home = scratchDir("home");
    const talk = Array.from({ length: 500 }, (_, index) => [
      { user: `Question ${index}` },
      { assistant: [said(`Answer ${index}`)] },
    ]).flat();
    const { id, path } = writeTranscript(home.path, { cwd: join(home.path, "porter"), said: talk });
    // A fork of Claude's own has messages of the same ids.
    const forkId = crypto.randomUUID();
    const forked = (await Bun.file(path).text()).replaceAll(id, forkId);
    await Bun.write(join(dirname(path), `${forkId}.jsonl`), forked);
    const sessionIds: string[] = [];
    {
      await using porter = await startPorter({ home: home.path });
      for (const claudeSessionId of [id, forkId])
        sessionIds.push((await porter.client.agents.import.mutate({ claudeSessionId })).id);
      await porter.kill();
    }
    using database = new Database(join(home.path, "data/porter.db"));
    // However far it came, it was cut off before these.
    database.run("DELETE FROM messages WHERE seq <= 300");
    const texts = database.query<{ seq: number; text: string }, [string]>(
      "SELECT seq, content ->> '$[0].text' AS text FROM messages WHERE session_id = ? ORDER BY seq",
    );
    await using again = await startPorter({ home: home.path });
    const whole = talk.map((each, index) => ({
      seq: index + 1,
      text: String("user" in each ? each.user : each.assistant[0]?.text),
    }));
    for (const sessionId of sessionIds) {
      await eventually(() => (texts.get(sessionId)?.seq ?? 0) === 1);
      expect(texts.all(sessionId)).toEqual(whole);
    }
    expect(again.stderr()).toBe("");
  });
});
