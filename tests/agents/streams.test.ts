import { expect, test } from "bun:test";
import { startMessagesApi, text } from "../support/messages-api.ts";
import { startPorter } from "../support/server.ts";
import { textOf, watchSession, type Watched } from "../support/watch.ts";

const WORDS = Array.from({ length: 400 }, (_, index) => `word${index} `).join("");

test("an answer followed with 50 cuts at any place arrives whole: nothing lost, nothing twice, in order", async () => {
  await using api = startMessagesApi();
  await using porter = await startPorter({ api });
  const gate = api.gate();
  api.when("LONG", [[text(WORDS, { chunk: 7, delayMs: 4, until: gate })]]);
  const session = await porter.client.agents.start.mutate({ prompt: "LONG" });

  let cursor = "0";
  const durable: string[] = [];
  for (let cut = 0; cut < 50; cut++) {
    using watch = watchSession(porter.client, session.id, cursor);
    const enough = 2 + ((cut * 7) % 11);
    const state = await watch.until((now) => now.events.length >= enough || answerOf(now) === WORDS);
    // What a reader has of the message, at any moment, is the beginning of it.
    expect(WORDS.startsWith(answerOf(state))).toBe(true);
    durable.push(...watch.durableIds());
    cursor = watch.cursor();
  }
  gate.open();
  using watch = watchSession(porter.client, session.id, cursor);
  await watch.untilStatus("completed");
  durable.push(...watch.durableIds());

  expect(durable).toEqual([...new Set(durable)].sort((a, b) => Number(a) - Number(b)));
  expect(answerOf(watch.state)).toBe(WORDS);
});

const answerOf = ({ messages }: Watched): string => textOf(messages.find(({ role }) => role === "assistant"));

test("two readers, one from the start and one in the middle, see the same answer", async () => {
  await using api = startMessagesApi();
  await using porter = await startPorter({ api });
  const gate = api.gate();
  api.when("SHARED", [
    [text("The first half. ", { chunk: 3, until: gate }), text("The second half.", { chunk: 3 })],
  ]);
  const session = await porter.client.agents.start.mutate({ prompt: "SHARED" });
  using early = watchSession(porter.client, session.id);
  await early.until(({ messages }) => textOf(messages[1]) === "The first half. ");
  const { messages: halfway } = await porter.client.agents.get.query({ id: session.id });
  expect(halfway[1]).toMatchObject({ state: "streaming" });
  expect(textOf(halfway[1])).toBe("The first half. ");

  using late = watchSession(porter.client, session.id, early.cursor());
  await late.until(({ messages }) => textOf(messages[0]) === "The first half. ");
  gate.open();
  await Promise.all([early.untilStatus("completed"), late.untilStatus("completed")]);
  const answer = late.state.messages.find(({ role }) => role === "assistant");
  expect(answer).toEqual(early.state.messages[1]);
  expect(textOf(answer)).toBe("The first half. The second half.");
});

test("twelve tabs all see an answer while it is written", async () => {
  await using api = startMessagesApi();
  await using porter = await startPorter({ api });
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
  await porter.client.agents.start.mutate({ prompt: "TABS" });
  expect(await Promise.all(tabs.map(({ heard }) => heard))).toEqual(
    Array<string>(12).fill("All together now"),
  );
  gate.open();
  tabs.forEach(({ close }) => close());
});
