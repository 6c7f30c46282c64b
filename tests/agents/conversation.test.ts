import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { apiError, cut, liveText, text, thinking, toolUse } from "../support/messages-api.ts";
import { agentPids } from "../support/processes.ts";
import { shareTalk } from "../support/shared-talk.ts";
import { textOf, watchSession } from "../support/watch.ts";

const COMMAND = "/clear COMMAND";
const { api, porter, talk } = await shareTalk({
  start: { prompt: COMMAND, permissionMode: "bypassPermissions" },
});

const received = (marker: string) => api.requestsWith(marker)[0]?.promptTexts;

describe("a conversation with the real CLI", () => {
  test("is one for a repeated call with the same key, takes no prompt as an option, streams its answer in pieces and keeps it as one message", async () => {
    const answer = "The quick brown fox jumps over the lazy dog.";
    const listening = Promise.withResolvers<ReturnType<typeof watchSession>>();
    /** Each piece when the one before it has been seen. */
    async function* write() {
      const watch = await listening.promise;
      for (let end = 5; end < answer.length + 5; end += 5) {
        yield answer.slice(end - 5, end);
        await watch.until(({ messages }) => textOf(messages[1]) === answer.slice(0, end));
      }
    }
    api.when("FOX", [liveText(write)]);
    const prompt = "--dangerously-skip-permissions FOX"; // No option: it stands in the prompt.
    const call = { prompt, idempotencyKey: "key-12345678" };
    const [session, repeated] = await Promise.all([
      porter.client.agents.start.mutate(call),
      porter.client.agents.start.mutate(call),
    ]);
    expect(repeated.id).toBe(session.id);
    expect((await porter.client.agents.list.query({ query: prompt })).items).toHaveLength(1);
    using watch = watchSession(porter.client, session.id);
    listening.resolve(watch);
    const { messages } = await watch.untilStatus("completed");

    expect(messages.map(({ role, state }) => [role, state])).toEqual([
      ["user", "done"],
      ["assistant", "done"],
    ]);
    expect(received("FOX")).toContain(prompt);
    expect(textOf(messages[1])).toBe(answer);
    const stored = await porter.client.agents.get.query({ id: session.id });
    expect(stored.messages).toEqual(messages);
    expect(stored.session.claudeSessionId).toMatch(/^[0-9a-f-]{36}$/);
    expect(stored.session.costUsd).toBeGreaterThan(0);
    expect(stored.session.usage.outputTokens).toBeGreaterThan(0);
  });

  test("goes on in the same process: tool calls in order, what was said before, what is sent while it answers", async () => {
    const before = agentPids(porter);
    api.when("LIST", [
      [thinking("I should look."), text("Looking."), toolUse("Bash", { command: "echo found-it" })],
      text("It is there."),
    ]);
    const { messages: listed } = await talk.ask("LIST");
    expect(listed.map(({ role, content }) => [role, content.map(({ type }) => type)])).toEqual([
      ["user", ["text"]],
      ["assistant", ["thinking", "text", "tool_use"]],
      ["tool", ["tool_result"]],
      ["assistant", ["text"]],
    ]);
    expect(textOf(listed[2])).toContain("found-it");

    const gate = api.gate();
    api.when("SLOW", [text("Slowly.", { chunk: 2, until: gate })]);
    api.when("NEXT", [text("Next.")]);
    await talk.say("SLOW");
    await gate.reached;
    const said = { id: talk.id, content: "NEXT", idempotencyKey: "key-abcdefgh" };
    const sent = await porter.client.agents.send.mutate(said);
    expect((await porter.client.agents.send.mutate(said)).id).toBe(sent.id);
    gate.open();
    await talk.turn(sent, "completed", "failed");

    const { messages } = talk.watch.state;
    expect(messages.slice(-4).map(textOf)).toEqual(["SLOW", "Slowly.", "NEXT", "Next."]);
    expect(JSON.stringify(api.requestsWith("NEXT")[0]?.messages)).toContain("COMMAND");
    expect(agentPids(porter)).toEqual(before);
  });

  test("takes any prompt byte for byte, and never as a command or a file", async () => {
    expect(received("COMMAND")).toContain(COMMAND);
    for (const [marker, prompt] of [
      ["MENTION", "@/etc/hostname MENTION"],
      ["QUOTES", `QUOTES "double" 'single' \`tick\` $HOME \\ \r\n\n\ttab \u2028 end `],
      ["BIG", `BIG ${"0123456789abcdef".repeat(65_536)}`],
    ] as const) {
      await talk.ask(prompt);
      expect(received(marker)).toContain(prompt);
    }
    expect(talk.watch.state.session).toMatchObject({ status: "completed", error: null });
  });

  test("is interrupted: the turn ends, what was said is kept, and the same process goes on", async () => {
    const gate = api.gate();
    api.when("LONG", [[text("So it begins", { chunk: 4, until: gate })]]);
    api.when("SHORT", [[text("Yes.")]]);
    const { id: first } = await talk.say("LONG");
    await talk.watch.until(({ messages }) => textOf(messages.at(-1)) === "So it begins");
    const process = agentPids(porter);
    const stopped = await porter.client.agents.interrupt.mutate({ id: talk.id });
    expect(stopped).toMatchObject({ status: "interrupted", error: null });

    await talk.ask("SHORT");
    expect(agentPids(porter)).toEqual(process);
    const { messages } = talk.watch.state;
    expect(messages.slice(messages.findIndex(({ id }) => id === first)).map(textOf)).toEqual([
      "LONG",
      "So it begins",
      "SHORT",
      "Yes.",
    ]);
  });
});

describe("a turn that fails says why, in words for a person", () => {
  const cases = [
    [
      "a login that is not accepted",
      apiError(401, "authentication_error", "invalid x-api-key"),
      "ANTHROPIC_API_KEY",
    ],
    ["an overloaded API", apiError(529, "overloaded_error", "Overloaded"), "overloaded right now"],
    ["a rate limit", apiError(429, "rate_limit_error", "Slow down"), "rate limit"],
    ["an answer that breaks off", [text("This is half of"), cut()], "the answer broke off"],
  ] as const;

  test.each(cases)("%s, and the conversation goes on", async (name, answer, words) => {
    api.when(`FAILS by ${name}`, () => answer);
    const { session } = await talk.ask(`FAILS by ${name}`);
    expect(session.status).toBe("failed");
    expect(session.error).toContain(words);

    api.when(`BETTER than ${name}`, [[text("All is well.")]]);
    const { messages } = await talk.ask(`BETTER than ${name}`);
    expect(textOf(messages.at(-1))).toBe("All is well.");
  });
});

test("a session at work tells what it does now, whatever waits behind it, and nothing once it has ended", async () => {
  const { agents } = porter.client;
  const command = `while [ ! -e ${porter.home}/go ]; do sleep 0.05; done`;
  api.when("BUILD", [[text("I build."), toolUse("Bash", { command })], [text("Built.")]]);
  api.when("AND THEN", [[text("Nothing more.")]]);
  const { id: building } = await talk.say("BUILD");
  await talk.watch.until(({ messages }) => {
    const [, answer] = messages.slice(messages.findIndex(({ id }) => id === building));
    return answer?.state === "done";
  });
  const queued = await talk.say("AND THEN");
  await talk.watch.until(({ session }) => session?.queuedMessageIds.includes(queued.id) === true);
  expect(await agents.atWork.query()).toEqual({
    items: [{ sessionId: talk.id, doing: { kind: "tool", name: "Bash", input: { command } }, asks: null }],
  });

  writeFileSync(join(porter.home, "go"), "");
  await talk.turn(queued, "completed", "failed");
  expect(await agents.atWork.query()).toEqual({ items: [] });
});
