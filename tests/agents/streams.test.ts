import { expect, test } from "bun:test";
import type { Message } from "../../shared/message.ts";
import { text } from "../support/messages-api.ts";
import { shareTalk } from "../support/shared-talk.ts";
import { textOf, watchSession, type Watched } from "../support/watch.ts";

const { api, porter, talk } = await shareTalk();

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
