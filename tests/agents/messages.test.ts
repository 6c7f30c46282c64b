import { afterAll, beforeAll, expect, test } from "bun:test";
import { streamAnswer } from "../../client/sdk/answer.ts";
import { porterErrorOf } from "../../shared/errors.ts";
import type { Message } from "../../shared/message.ts";
import { startMessagesApi, text, toolUse } from "../support/messages-api.ts";
import { startPorter, type Porter } from "../support/server.ts";
import { startTalk, type Talk } from "../support/talk.ts";
import { textOf, watchSession, type Watched } from "../support/watch.ts";

/** One red pixel. */
const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";
const IMAGES = [{ mediaType: "image/png" as const, data: PNG }];

const api = startMessagesApi();
let porter: Porter;
/** A session that begins with a picture. */
let talk: Talk;
beforeAll(async () => {
  // The CLI puts words of its own beside a picture without any.
  api.when("", ({ messages }) =>
    text(`Pictures: ${JSON.stringify(messages).split('"image/png"').length - 1}`),
  );
  porter = await startPorter({ api });
  talk = await startTalk(porter, { prompt: "LOOK", images: IMAGES, permissionMode: "bypassPermissions" });
});
afterAll(async () => {
  talk[Symbol.dispose]();
  await porter[Symbol.asyncDispose]();
  await api[Symbol.asyncDispose]();
});

test("pictures go with the first message and with later ones, also without a word", async () => {
  const { agents } = porter.client;
  const [first, answer] = talk.watch.state.messages;
  expect(textOf(answer)).toBe("Pictures: 1");
  expect(first?.content).toEqual([
    { type: "image", mediaType: "image/png", data: PNG },
    { type: "text", text: "LOOK" },
  ]);

  const second = await agents.send.mutate({ id: talk.id, content: "", images: IMAGES });
  const { messages } = await talk.turn(second, "completed", "failed");
  expect(textOf(messages.at(-1))).toBe("Pictures: 2");
  const large = { mediaType: "image/png" as const, data: "A".repeat(6_000_000) };
  for (const tooMuch of [{ content: " " }, { content: "Look", images: [large, large] }]) {
    const refused = await agents.send.mutate({ id: talk.id, ...tooMuch }).catch(porterErrorOf);
    expect(refused).toMatchObject({ code: "INVALID" });
  }
});

test("what a sub-agent says is kept below its call, and is not the conversation", async () => {
  const { agents } = porter.client;
  const task = { description: "Count", prompt: "COUNT the planks", subagent_type: "general-purpose" };
  api.when("FENCE", [
    [text("I ask somebody."), toolUse("Agent", { ...task, run_in_background: false }, "toolu_call")],
    [text("It has 12 planks.")],
  ]);
  api.when("COUNT", [
    [text("I look."), toolUse("Glob", { pattern: "*" }, "toolu_inner")],
    [text("12 planks.")],
  ]);
  const message = await talk.say("FENCE");
  let answer = "";
  for await (const piece of streamAnswer(porter.client, message)) answer += piece;
  expect(answer).toBe("I ask somebody.\n\nIt has 12 planks.");

  const { messages } = await talk.turn(message, "completed", "failed");
  expect(messages).toHaveLength(9);
  const inner = messages.filter(({ parentToolUseId }) => parentToolUseId === "toolu_call");
  expect(inner.map(({ role }) => role)).toEqual(["user", "assistant", "assistant", "tool", "assistant"]);
  expect(inner.map(textOf).join("|")).toContain("COUNT the planks|I look.");

  const read = (await agents.get.query({ id: talk.id })).messages;
  const since = read.slice(read.findIndex(({ id }) => id === message.id));
  expect(since.map(({ role }) => role)).toEqual(["user", "assistant", "tool", "assistant"]);
  const nested = { id: talk.id, parentToolUseId: "toolu_call" };
  const latest = await agents.nested.query({ ...nested, limit: 2 });
  expect(latest.messages.map(({ id }) => id)).toEqual(inner.slice(-2).map(({ id }) => id));
  const before = latest.olderCursor ?? undefined;
  const older = await agents.nested.query({ ...nested, before, limit: 3 });
  expect(older.messages.map(({ id }) => id)).toEqual(inner.slice(0, 3).map(({ id }) => id));
  expect(older.olderCursor).toBeNull();
});

const WORDS = Array.from({ length: 400 }, (_, index) => `word${index} `).join("");

test("an answer followed with 50 cuts at any place arrives whole: nothing lost, nothing twice, in order", async () => {
  const gate = api.gate();
  api.when("LONG", [[text(WORDS, { chunk: 7, delayMs: 4, until: gate })]]);
  let cursor = talk.watch.cursor();
  const message = await talk.say("LONG");

  const durable: string[] = [];
  for (let cut = 0; cut < 50; cut++) {
    using watch = watchSession(porter.client, talk.id, cursor);
    const enough = 2 + ((cut * 7) % 11);
    const state = await watch.until((now) => now.events.length >= enough || answerOf(now) === WORDS);
    // What a reader has of the message, at any moment, is the beginning of it.
    expect(WORDS.startsWith(answerOf(state))).toBe(true);
    durable.push(...watch.durableIds());
    cursor = watch.cursor();
  }
  gate.open();
  using watch = watchSession(porter.client, talk.id, cursor);
  await watch.until((now) => answerOf(now) === WORDS && now.session?.status === "completed");
  durable.push(...watch.durableIds());

  expect(durable).toEqual([...new Set(durable)].sort((a, b) => Number(a) - Number(b)));
  await talk.turn(message, "completed", "failed");
});

const answerOf = ({ messages }: Watched): string => textOf(messages.find(({ role }) => role === "assistant"));

test("two readers, one from the start and one in the middle, see the same answer", async () => {
  const gate = api.gate();
  api.when("SHARED", [
    [text("The first half. ", { chunk: 3, until: gate }), text("The second half.", { chunk: 3 })],
  ]);
  const message = await talk.say("SHARED");
  const answerIn = (messages: Message[]) => messages[messages.findIndex(({ id }) => id === message.id) + 1];
  using early = watchSession(porter.client, talk.id);
  await early.until(({ messages }) => textOf(answerIn(messages)) === "The first half. ");
  const { messages: halfway } = await porter.client.agents.get.query({ id: talk.id });
  expect(answerIn(halfway)).toMatchObject({ state: "streaming" });
  expect(textOf(answerIn(halfway))).toBe("The first half. ");

  using late = watchSession(porter.client, talk.id, early.cursor());
  await late.until(({ messages }) => textOf(messages[0]) === "The first half. ");
  gate.open();
  await Promise.all(
    [early, late].map((watch) => watch.until(({ messages }) => messages.at(-1)?.state === "done")),
  );
  const answer = late.state.messages.find(({ role }) => role === "assistant");
  expect(answer).toEqual(answerIn(early.state.messages));
  expect(textOf(answer)).toBe("The first half. The second half.");
  await talk.turn(message, "completed", "failed");
});

test("twelve tabs all see an answer while it is written", async () => {
  const gate = api.gate();
  api.when("TABS", [[text("All together now", { chunk: 4, until: gate })]]);
  const tabs = Array.from({ length: 12 }, () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    let heard = "";
    const ready = Promise.withResolvers<void>();
    const subscription = porter.client.events.onEvent.subscribe(undefined, {
      onData: ({ data }) => {
        if (data.topic === "stream" && data.change.type === "ready") ready.resolve();
        if (data.topic === "agents" && data.change.type === "delta") heard += data.change.text;
        if (heard === "All together now") resolve(heard);
      },
    });
    return { ready: ready.promise, heard: promise, close: () => subscription.unsubscribe() };
  });
  await Promise.all(tabs.map(({ ready }) => ready));
  const message = await talk.say("TABS");
  expect(await Promise.all(tabs.map(({ heard }) => heard))).toEqual(
    Array<string>(12).fill("All together now"),
  );
  gate.open();
  tabs.forEach(({ close }) => close());
  await talk.turn(message, "completed", "failed");
});
