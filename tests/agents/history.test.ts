import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { createConversationPages } from "../../server/agents/conversation-pages.ts";
import { createMessageStore } from "../../server/agents/store/messages.ts";
import { createSessionStore } from "../../server/agents/store/sessions.ts";
import { startMessagesApi, text, toolUse } from "../support/messages-api.ts";
import { openScratchDatabase } from "../support/database.ts";
import { startPorter, type Porter } from "../support/server.ts";
import { makeSession } from "../support/session.ts";
import { startTalk, type Talk } from "../support/talk.ts";
import { textOf, watchSession } from "../support/watch.ts";

const api = startMessagesApi();
let porter: Porter;
/** Its first answer calls a tool; it has been asked two things more. */
let talk: Talk;
beforeAll(async () => {
  const config = '[agents.profiles.careful]\ninstructions = "Ask twice."\ndenied_tools = ["WebFetch"]';
  porter = await startPorter({ api, config });
  api.when("FIRST", [[text("One."), toolUse("Glob", { pattern: "*" })], [text("Same.")]]);
  api.when("SECOND", [text("Same.")]);
  api.when("THIRD", [text("Three.")]);
  talk = await startTalk(porter, { prompt: "FIRST", profileId: "careful" });
  for (const content of ["SECOND", "THIRD"]) await talk.ask(content);
});
afterAll(async () => {
  talk[Symbol.dispose]();
  await porter[Symbol.asyncDispose]();
  await api[Symbol.asyncDispose]();
});

async function ended(porter: Porter, id: string) {
  using watch = watchSession(porter.client, id);
  return await watch.untilStatus("completed", "failed");
}

async function exported(porter: Porter, id: string, format: "json" | "markdown"): Promise<string> {
  let whole = "";
  let cursor: string | undefined;
  do {
    const piece = await porter.client.agents.export.query({ id, format, ...(cursor && { cursor }) });
    whole += piece.text;
    cursor = piece.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return whole;
}

describe("the history of a session", () => {
  test("is named, pinned, put away and brought back by a message", async () => {
    const { agents } = porter.client;
    const { id } = talk;
    const { session: before, messages } = await agents.get.query({ id });
    const other = await agents.fork.mutate({ id, messageId: messages[0]?.id ?? "" });
    await agents.rename.mutate({ id: other.id, title: "Another fence" });

    await agents.rename.mutate({ id, title: " The fence " });
    await agents.pin.mutate({ id, pinned: true });
    await agents.archive.mutate({ id, archived: true });
    const { session: told } = await talk.watch.until(({ session }) => session?.archivedAt instanceof Date);
    expect(told).toMatchObject({ title: "The fence", updatedAt: before.updatedAt });
    const ids = async (input: { pinned?: boolean; archived?: boolean }) =>
      (await agents.list.query({ ...input, query: "fence" })).items.map((session) => session.id);
    expect(await ids({})).toEqual([other.id]);
    expect(await ids({ archived: true, pinned: true })).toEqual([id]);

    const { session: back } = await talk.ask("AGAIN");
    expect(back).toMatchObject({ status: "completed", archivedAt: null });
    expect(await ids({ pinned: true })).toEqual([id]);
    expect(await ids({ pinned: false })).toEqual([other.id]);
    const nameless = agents.rename.mutate({ id, title: " " });
    expect(nameless).rejects.toMatchObject({ code: "INVALID" });
  });

  test("is forked from an answer and from a prompt, and Claude knows what was said until then", async () => {
    const { agents } = porter.client;
    const { session, messages } = await agents.get.query({ id: talk.id });
    const of = (words: string) => messages.findLast((message) => textOf(message) === words)?.id ?? "";
    const said = async (id: string) => (await agents.get.query({ id })).messages.map(textOf);

    const fromAnswer = await agents.fork.mutate({ id: session.id, messageId: of("Same.") });
    expect(fromAnswer).toMatchObject({
      title: `${session.title} (fork)`,
      forkedFrom: session.id,
      status: "completed",
    });
    expect(setupOf(porter, fromAnswer.id)).toEqual({
      instructions: "Ask twice.",
      allowedTools: '["!WebFetch"]',
    });
    expect(fromAnswer.claudeSessionId).not.toBe(session.claudeSessionId);
    expect((await said(fromAnswer.id)).slice(-3)).toEqual(["Same.", "SECOND", "Same."]);
    api.when("FOURTH", [text("Four.")]);
    await agents.send.mutate({ id: fromAnswer.id, content: "FOURTH" });
    await ended(porter, fromAnswer.id);
    const asked = JSON.stringify(api.requestsWith("FOURTH")[0]?.messages);
    expect(asked).toContain("SECOND");
    expect(asked).not.toContain("THIRD");
    expect(await said(session.id)).toEqual(messages.map(textOf));

    const fromPrompt = await agents.fork.mutate({ id: session.id, messageId: of("SECOND") });
    expect((await said(fromPrompt.id)).at(-1)).toBe("Same.");
    api.when("INSTEAD", [text("Two.")]);
    await agents.send.mutate({ id: fromPrompt.id, content: "INSTEAD" });
    await ended(porter, fromPrompt.id);
    const heard = JSON.stringify(api.requestsWith("INSTEAD")[0]?.messages);
    expect([heard.includes("FIRST"), heard.includes("SECOND")]).toEqual([true, false]);

    // From the first message on: nothing was said before it.
    const anew = await agents.fork.mutate({ id: session.id, messageId: messages[0]?.id ?? "" });
    expect([anew.claudeSessionId, await said(anew.id)]).toEqual([null, []]);
    const strange = agents.fork.mutate({ id: anew.id, messageId: of("SECOND") });
    expect(strange).rejects.toMatchObject({ code: "NOT_FOUND" });

    const [, second] = messages;
    const part = await agents.messages.query({
      id: session.id,
      from: { around: second?.seq ?? 0 },
      limit: 2,
    });
    expect(part.messages.map(({ id }) => id)).toEqual(messages.slice(1, 3).map(({ id }) => id));
    const nowhere = agents.messages.query({ id: crypto.randomUUID(), from: { around: 1 } });
    expect(nowhere).rejects.toMatchObject({ code: "NOT_FOUND" });

    const json = JSON.parse(await exported(porter, session.id, "json"));
    expect(json.session.title).toBe(session.title);
    expect(json.messages.map(({ seq }: { seq: number }) => seq)).toEqual(messages.map(({ seq }) => seq));
    const markdown = await exported(porter, session.id, "markdown");
    expect(markdown).toContain(`# ${session.title}\n`);
    expect(markdown).toMatch(/## You\n\nFIRST\n\n## Claude\n\nOne\.\n\n\*\*Glob\*\*\n\n```json\n/);
    expect(`${markdown}${JSON.stringify(json)}`).not.toContain(porter.token);
  });
});

function setupOf({ dataDir }: Porter, id: string): unknown {
  using database = new Database(join(dataDir, "porter.db"), { readonly: true });
  return database
    .query("SELECT instructions, allowed_tools AS allowedTools FROM sessions WHERE id = ?")
    .get(id);
}

test("a page counts the conversation's messages alone, and a fork takes the nested ones along", () => {
  using house = openScratchDatabase();
  const [sessions, messages] = [createSessionStore(house.db), createMessageStore(house.db)];
  const [from, to] = [sessions.insert(makeSession()), sessions.insert(makeSession())];
  const add = (words: string, parentToolUseId: string | null = null) =>
    messages.insert({
      sessionId: from.id,
      role: "assistant",
      content: [{ type: "text", text: words }],
      state: "done",
      parentToolUseId,
    });
  add("one");
  for (let index = 0; index < 300; index++) add(`inner ${index}`, "call");
  const two = add("two");
  add("three");
  expect(messages.page(from.id, undefined, 10).map(textOf)).toEqual(["one", "two", "three"]);
  expect(messages.ofSession(from.id)).toHaveLength(3);

  // Around a message of the sub-agent's: what stands on both sides of its call.
  const pages = createConversationPages({ messages, unfinished: () => [], isImporting: () => false });
  const around = pages.around(from.id, 150, 4);
  expect([around.messages.map(textOf), around.olderCursor]).toEqual([["one", "two", "three"], null]);
  const narrow = pages.around(from.id, two.seq, 2);
  expect([narrow.messages.map(textOf), narrow.olderCursor]).toEqual([["two", "three"], two.seq]);
  expect(pages.after(from.id, 1, 1).messages.map(textOf)).toEqual(["two"]);
  expect(pages.after(from.id, two.seq + 1).messages).toEqual([]);
  const written = { ...two, content: [{ type: "text" as const, text: "two and more" }] };
  const live = createConversationPages({ messages, unfinished: () => [written], isImporting: () => true });
  expect(live.around(from.id, two.seq, 2).messages.map(textOf)).toEqual(["two and more", "three"]);
  expect(live.before(from.id, 1).olderCursor).toBe(1);

  messages.copy(from.id, to.id, two.seq);
  expect(messages.page(to.id, undefined, 10).map(textOf)).toEqual(["one", "two"]);
  const nested = messages.nested(to.id, "call", { before: undefined, limit: 2 });
  expect(nested.map(textOf)).toEqual(["inner 298", "inner 299"]);
  expect(nested[0]?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
});
