import { expect, test } from "bun:test";
import { streamAnswer } from "../../client/sdk/answer.ts";
import { startMessagesApi, text, toolUse } from "../support/messages-api.ts";
import { startPorter } from "../support/server.ts";
import { textOf, watchSession } from "../support/watch.ts";

test("what a sub-agent says is kept below its call, and is not the conversation", async () => {
  await using api = startMessagesApi();
  await using porter = await startPorter({ api });
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
  const session = await agents.start.mutate({ prompt: "FENCE", permissionMode: "bypassPermissions" });
  let answer = "";
  for await (const piece of streamAnswer(porter.client, session)) answer += piece;
  expect(answer).toBe("I ask somebody.\n\nIt has 12 planks.");

  using watch = watchSession(porter.client, session.id);
  const { messages } = await watch.until(({ messages }) => messages.length === 9);
  const inner = messages.filter(({ parentToolUseId }) => parentToolUseId === "toolu_call");
  expect(inner.map(({ role }) => role)).toEqual(["user", "assistant", "assistant", "tool", "assistant"]);
  expect(inner.map(textOf).join("|")).toContain("COUNT the planks|I look.");

  const read = await agents.get.query({ id: session.id });
  expect(read.messages.map(({ role }) => role)).toEqual(["user", "assistant", "tool", "assistant"]);
  const nested = { id: session.id, parentToolUseId: "toolu_call" };
  const latest = await agents.nested.query({ ...nested, limit: 2 });
  expect(latest.messages.map(({ id }) => id)).toEqual(inner.slice(-2).map(({ id }) => id));
  const before = latest.olderCursor ?? undefined;
  const older = await agents.nested.query({ ...nested, before, limit: 3 });
  expect(older.messages.map(({ id }) => id)).toEqual(inner.slice(0, 3).map(({ id }) => id));
  expect(older.olderCursor).toBeNull();
});
