import { expect, test } from "bun:test";
import {
  withAsking,
  withLatestMessage,
  withSessionState,
  type AtWork,
} from "../../client/src/api/at-work.ts";
import { describeDoing, lastLine } from "../../client/src/ui/doing-words.ts";
import { modelWords } from "../../client/src/ui/model-words.ts";
import type { Approval } from "../../shared/approval.ts";
import { brief } from "../../shared/doing.ts";
import type { Message } from "../../shared/message.ts";
import type { Session, SessionStatus } from "../../shared/session.ts";
import { message } from "./samples.ts";

const nothing: AtWork = { items: [] };
const call = (name: string, input: unknown): Message =>
  message(2, { content: [{ type: "tool_use", id: "t", name, input }] });
const approval = (status: Approval["status"], toolName: string, input: unknown): Approval => ({
  id: "a",
  sessionId: "session",
  toolUseId: "t",
  toolName,
  input,
  status,
  message: null,
  editedInput: null,
  expiresAt: null,
  createdAt: new Date(0),
  decidedAt: null,
});
/** Only what the rule reads. */
const session = (status: SessionStatus) => ({ id: "session", status }) as Session;
const words = ({ items }: AtWork, status: SessionStatus) => items[0] && describeDoing(items[0], status);

test("a session does what its latest message says: a tool, a line, a thought", () => {
  const written = withLatestMessage(
    nothing,
    message(1, { content: [{ type: "text", text: "First.\nThen this.\n" }] }),
  );
  expect(words(written, "running")).toBe("Then this.");
  const called = withLatestMessage(written, call("mcp__porter__update_task", { title: "Rent" }));
  expect(words(called, "running")).toBe("update_task: Rent");
  const thought = withLatestMessage(called, message(3, { content: [{ type: "thinking", text: "Hm" }] }));
  expect(words(thought, "running")).toBe("Thinking");
  expect(thought.items).toHaveLength(1);
});

test("a prompt that waits for its turn changes nothing, a tool's result ends the call", () => {
  const called = withLatestMessage(nothing, call("Bash", { command: "ls" }));
  expect(withLatestMessage(called, message(3, { role: "user" }))).toBe(called);
  const result = message(3, {
    role: "tool",
    content: [{ type: "tool_result", toolUseId: "t", text: "", isError: false }],
  });
  expect(words(withLatestMessage(called, result), "running")).toBeUndefined();
});

test("a waiting session says what it asks, until that is answered or the session ends", () => {
  const asking = withAsking(nothing, approval("pending", "Bash", { command: "rm -r ./old" }));
  expect(words(asking, "waiting")).toBe("Bash: rm -r ./old");
  expect(words(withAsking(asking, approval("allowed", "Bash", {})), "waiting")).toBeUndefined();
  expect(withSessionState(asking, session("waiting"))).toBe(asking);
  expect(withSessionState(asking, session("completed")).items).toEqual([]);
});

test("a question is told in its own words", () => {
  const input = { questions: [{ question: "Which wood?", options: [{ label: "Larch" }] }] };
  expect(words(withAsking(nothing, approval("pending", "AskUserQuestion", input)), "waiting")).toBe(
    "Which wood?",
  );
});

test("a tool's input loses its bulk and keeps what a line shows", () => {
  const input = {
    file_path: "/a",
    content: "x".repeat(5_000_000),
    todos: [{ text: "a" }, { text: "b" }],
    deep: { a: 1 },
  };
  expect(JSON.stringify(brief(input)).length).toBeLessThan(1_000);
  expect(brief(input)).toMatchObject({ file_path: "/a", todos: [{ text: "a" }, null] });
  for (const strange of [null, 7, "text", [1]]) expect(brief(strange)).toBeNull();
});

test("the last line is the last that has words, and a model has a short name", () => {
  expect(lastLine("one\n  two \n\n")).toBe("two");
  expect(lastLine(" \n")).toBeUndefined();
  expect(modelWords("claude-sonnet-4-5-20250929")).toBe("Sonnet 4.5");
  expect(modelWords("claude-opus-5")).toBe("Opus 5");
  expect(modelWords("my-own-model")).toBe("my-own-model");
});
