import { describe, expect, test } from "bun:test";
import { startMessagesApi, text, thinking, toolUse } from "../support/messages-api.ts";
import { agentPids } from "../support/processes.ts";
import { startPorter } from "../support/server.ts";
import { textOf, watchSession } from "../support/watch.ts";

describe("a conversation with the real CLI", () => {
  test("streams an answer in pieces and keeps it as one message", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api });
    const answer = "The quick brown fox jumps over the lazy dog.";
    api.when("FOX", [text(answer, { chunk: 5 })]);

    const session = await porter.client.agents.start.mutate({ prompt: "FOX please" });
    using watch = watchSession(porter.client, session.id);
    const { messages, events } = await watch.untilStatus("completed");

    expect(messages.map(({ role, state }) => [role, state])).toEqual([
      ["user", "done"],
      ["assistant", "done"],
    ]);
    expect(textOf(messages[1])).toBe(answer);
    expect(events.filter(({ type }) => type === "delta").length).toBeGreaterThan(3);
    const stored = await porter.client.agents.get.query({ id: session.id });
    expect(stored.messages).toEqual(messages);
    expect(stored.session.claudeSessionId).toMatch(/^[0-9a-f-]{36}$/);
    expect(stored.session.costUsd).toBeGreaterThan(0);
    expect(stored.session.usage.outputTokens).toBeGreaterThan(0);
  });

  test("keeps thinking, tool calls and their results as blocks in order", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api, config: 'agents.permission_mode = "bypassPermissions"' });
    api.when("LIST", [
      [thinking("I should look."), text("Looking."), toolUse("Bash", { command: "echo found-it" })],
      text("It is there."),
    ]);

    const session = await porter.client.agents.start.mutate({ prompt: "LIST" });
    using watch = watchSession(porter.client, session.id);
    const { messages } = await watch.untilStatus("completed", "failed");

    expect(messages.map(({ role, content }) => [role, content.map(({ type }) => type)])).toEqual([
      ["user", ["text"]],
      ["assistant", ["thinking", "text", "tool_use"]],
      ["tool", ["tool_result"]],
      ["assistant", ["text"]],
    ]);
    expect(textOf(messages[2])).toContain("found-it");
  });

  test("answers a follow-up in the same process, which knows what was said", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api });
    api.when("FIRST", [text("One.")]);
    api.when("SECOND", [text("Two.")]);

    const session = await porter.client.agents.start.mutate({ prompt: "FIRST" });
    using watch = watchSession(porter.client, session.id);
    await watch.untilStatus("completed");
    const before = agentPids(porter);
    await porter.client.agents.send.mutate({ id: session.id, content: "SECOND" });
    const { messages } = await watch.until(
      ({ messages }) => messages.length === 4 && messages[3]?.state === "done",
    );

    expect(textOf(messages[3])).toBe("Two.");
    expect(agentPids(porter)).toEqual(before);
    expect(JSON.stringify(api.requestsWith("SECOND")[0]?.messages)).toContain("FIRST");
  });

  test("takes a message that is sent while it answers, and answers it after", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api });
    const gate = api.gate();
    api.when("SLOW", [text("Slowly.", { chunk: 2, until: gate })]);
    api.when("NEXT", [text("Next.")]);

    const session = await porter.client.agents.start.mutate({ prompt: "SLOW" });
    using watch = watchSession(porter.client, session.id);
    await watch.until(({ events }) => events.some(({ type }) => type === "delta"));
    await porter.client.agents.send.mutate({ id: session.id, content: "NEXT" });
    gate.open();
    const { messages } = await watch.until(
      ({ messages, session }) => messages.length === 4 && session?.status === "completed",
    );

    expect(messages.map(textOf)).toEqual(["SLOW", "Slowly.", "NEXT", "Next."]);
  });

  test("delivers any prompt byte for byte, and never as an option, a command or a file", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api });
    const prompts = [
      `BIG ${"0123456789abcdef".repeat(65_536)}`,
      "--dangerously-skip-permissions FLAG",
      "/clear COMMAND",
      "@/etc/hostname MENTION",
      `QUOTES "double" 'single' \`tick\` $HOME \\ \r\n\n\ttab \u2028 end `,
    ];
    for (const [index, prompt] of prompts.entries()) {
      const marker = ["BIG", "FLAG", "COMMAND", "MENTION", "QUOTES"][index] ?? "";
      api.when(marker, [text("Received.")]);
      const session = await porter.client.agents.start.mutate({ prompt });
      using watch = watchSession(porter.client, session.id);
      await watch.untilStatus("completed", "failed");
      expect(api.requestsWith(marker)[0]?.promptTexts).toContain(prompt);
    }
  });

  test("makes one session of a repeated call with the same key", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api });
    const call = { prompt: "ONCE", idempotencyKey: "key-12345678" };
    const [first, second] = await Promise.all([
      porter.client.agents.start.mutate(call),
      porter.client.agents.start.mutate(call),
    ]);
    const message = { id: first.id, content: "AGAIN", idempotencyKey: "key-abcdefgh" };
    const sent = await porter.client.agents.send.mutate(message);
    const repeated = await porter.client.agents.send.mutate(message);

    expect(second.id).toBe(first.id);
    expect(repeated.id).toBe(sent.id);
    expect((await porter.client.agents.list.query({})).items).toHaveLength(1);
  });
});
