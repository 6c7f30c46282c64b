import { expect, test } from "bun:test";
import { shareEqual } from "../../client/src/api/share.ts";
import { porterError } from "../../client/src/api/errors.ts";
import { safeNext } from "../../client/src/pages/sign-in/next.ts";
import { answerOf } from "../../client/src/ui/approval/questions.ts";
import { readQuestions } from "../../shared/questions.ts";
import { toolFields, toolName, toolSummary } from "../../shared/tool-words.ts";
import { parseTags } from "../../client/src/pages/tasks/tags.ts";
import { describeActor } from "../../client/src/ui/actor.ts";
import { fromDateField, toDateField } from "../../client/src/ui/date-fields.ts";
import { describeDue, timeAgo } from "../../client/src/ui/time.ts";
import { porterErrorOf } from "../../shared/errors.ts";

test("equal parts of a refetched answer stay the same objects, Dates included", () => {
  const before = [
    { id: 1, at: new Date(5), tags: ["a"] },
    { id: 2, at: new Date(6), tags: [] },
  ];
  const after = shareEqual(before, [
    { id: 1, at: new Date(5), tags: ["a"] },
    { id: 2, at: new Date(7), tags: [] },
  ]);
  expect(after[0]).toBe(before[0]);
  expect(after[1]).not.toBe(before[1]);
  expect(shareEqual(before, structuredClone(before))).toBe(before);
});

test("an error is read as shared/errors.ts reads it", () => {
  const error = { data: { porter: { code: "NOT_FOUND", message: "There is no such task." } } };
  expect(porterError(error)).toEqual(porterErrorOf(error));
  for (const other of [new Error("x"), null, { data: {} }, { data: { porter: { code: 1 } } }]) {
    expect(porterError(other)).toBeUndefined();
  }
});

test("the way on after the sign-in never leads out of the app", () => {
  expect(safeNext("/tasks?q=a")).toBe("/tasks?q=a");
  for (const evil of [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:1",
    "",
    null,
    "/sign-in",
  ]) {
    expect(safeNext(evil)).toBe("/");
  }
});

test("tags are one word each, in lower case, once", () => {
  expect(parseTags(" #Home, garden  home")).toEqual(["home", "garden"]);
});

test("a tool call says in one line what it is about", () => {
  expect(toolName("mcp__porter__update_task")).toEqual({ name: "update_task", server: "porter" });
  expect(toolSummary("Bash", { command: "ls   -la\n\n  rm a.txt\n" })).toBe("ls -la ↵ rm a.txt");
  expect(toolSummary("Read", { file_path: "/home/anna/notes/a.md" })).toBe("notes/a.md");
  const id = "01a203f1-09a5-7505-81ce-d98e1802e46e";
  expect(toolSummary("mcp__porter__update_task", { id, status: "done" })).toBe("done");
  expect(toolFields({ command: "ls", empty: "", file_path: "/a" })).toEqual([
    { label: "command", value: "ls", kind: "code" },
    { label: "file path", value: "/a", kind: "line" },
  ]);
  const action = { integration_id: "calendar", action_name: "create_event", params: { title: "Dentist" } };
  expect(toolName("mcp__porter__integration_action", action)).toEqual({
    name: "Integration calendar: create_event",
  });
  expect(toolSummary("mcp__porter__integration_action", action)).toBe("Dentist");
  for (const strange of [null, undefined, 5, [], "text"]) {
    toolFields(strange);
    expect(toolName("mcp__porter__integration_action", strange).name).toBe("integration_action");
  }
});

test("questions that do not hold to the form are left out, and own words join the labels", () => {
  const read = readQuestions({ questions: [{ question: "Which?", options: [{ label: "A" }, {}] }, 7, {}] });
  expect(read).toEqual([
    { question: "Which?", header: "", multiSelect: false, options: [{ label: "A", description: "" }] },
  ]);
  expect(answerOf({ labels: ["A", "B"], own: " or both " })).toBe("A, B, or both");
  expect(answerOf({ labels: [], own: " " })).toBe("");
});

test("days are the person's own", () => {
  const now = new Date(2026, 2, 1, 15, 0);
  expect(describeDue(new Date(2026, 2, 1), now)).toEqual({ text: "Today", tone: "today" });
  expect(describeDue(new Date(2026, 2, 1, 9, 30), now)).toEqual({ text: "Today 09:30", tone: "overdue" });
  expect(describeDue(new Date(2026, 1, 28), now).tone).toBe("overdue");
  expect(describeDue(new Date(2026, 2, 2), now).text).toBe("Tomorrow");
  expect(toDateField(fromDateField("2026-12-01"))).toBe("2026-12-01");
  expect(fromDateField("")).toBeNull();
  expect(timeAgo(new Date(now.getTime() - 5 * 60_000), now)).toContain("5");
});

test("an actor is told in words, a session by its title", () => {
  const titleOf = (id: string) => (id === "1" ? "Tidy up" : undefined);
  expect(describeActor("owner", titleOf)).toEqual({ text: "you" });
  expect(describeActor("session:1", titleOf)).toEqual({ text: "Tidy up", sessionId: "1" });
  expect(describeActor("session:2", titleOf).text).toBe("an agent");
  const tokenName = (id: string) => (id === "t" ? "Claude Desktop" : undefined);
  expect(describeActor("token:t", titleOf, tokenName)).toEqual({ text: "the token “Claude Desktop”" });
  expect(describeActor("token:gone", titleOf, tokenName).text).toBe("a token");
});
