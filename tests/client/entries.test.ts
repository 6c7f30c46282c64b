import { expect, test } from "bun:test";
import type { Approval } from "../../shared/approval.ts";
import { entriesOf, keepSame } from "../../client/src/pages/session/entries.ts";
import { findEntry } from "../../client/src/pages/session/find-entry.ts";
import { message } from "./samples.ts";

const call = message(2, {
  content: [{ type: "tool_use", id: "call", name: "Bash", input: { command: "ls" } }],
});
const result = (isError: boolean) =>
  message(3, { role: "tool", content: [{ type: "tool_result", toolUseId: "call", text: "a.txt", isError }] });
const approval: Approval = {
  id: "00000000-0000-7000-8000-000000000001",
  sessionId: "session",
  toolUseId: "call",
  toolName: "Bash",
  input: {},
  status: "pending",
  message: null,
  editedInput: null,
  expiresAt: null,
  createdAt: new Date(0),
  decidedAt: null,
};
const toolStates = (input: Partial<Parameters<typeof entriesOf>[0]>) =>
  entriesOf({ messages: [call], approvals: [], status: "running", ...input }).flatMap((entry) =>
    entry.kind === "tool" ? [entry.state] : [],
  );

test("a call says how far it is", () => {
  expect(toolStates({})).toEqual(["running"]);
  expect(toolStates({ messages: [call, result(false)] })).toEqual(["done"]);
  expect(toolStates({ messages: [call, result(true)] })).toEqual(["failed"]);
  expect(toolStates({ approvals: [approval], status: "waiting" })).toEqual(["waiting"]);
  expect(
    toolStates({ approvals: [{ ...approval, status: "denied" }], messages: [call, result(true)] }),
  ).toEqual(["denied"]);
  expect(toolStates({ status: "interrupted" })).toEqual(["unanswered"]);
});

test("an entry that says what it said before stays the same object; one that says something new does not", () => {
  const said = message(1, { content: [{ type: "text", text: "I look." }] });
  const at = (messages: Parameters<typeof entriesOf>[0]["messages"]) =>
    entriesOf({ messages, approvals: [], status: "running" });
  const before = at([said, call]);
  const after = keepSame(at([said, call, result(false), message(4, { content: said.content })]), before);
  expect(after).toEqual(at([said, call, result(false), message(4, { content: said.content })]));
  expect(after.map((entry) => before.includes(entry))).toEqual([true, false, false]);
  expect(keepSame(at([said, { ...call }]), before)).toEqual(before);
});

test("an approval whose call is not on the page stands for itself while it waits", () => {
  const of = (status: Approval["status"]) =>
    entriesOf({
      messages: [],
      approvals: [{ ...approval, status }],
      status: "waiting",
    }).map(({ kind }) => kind);
  expect(of("pending")).toEqual(["approval"]);
  expect(of("allowed")).toEqual([]);
});

test("a link to a message leads to where it stands, or inside of the call that it belongs to", () => {
  const messages = [
    message(1, { role: "user", content: [{ type: "text", text: "Look." }] }),
    call,
    message(3, { content: [{ type: "text", text: "" }] }),
    message(9, { ...result(false), seq: 9 }),
  ];
  const entries = entriesOf({ messages, approvals: [], status: "completed" });
  const found = (seq: number) => findEntry(seq, { messages, entries });
  const inCall = { key: `${call.id}:0`, isInside: true };
  expect(found(1)).toEqual({ key: messages[0]?.id ?? "", isInside: false });
  expect(found(2)).toEqual({ ...inCall, isInside: false });
  // Of a sub-agent, and what the tool said.
  expect(found(5)).toEqual(inCall);
  expect(found(9)).toEqual(inCall);
  expect(findEntry(1, { messages: messages.slice(1), entries })).toBeUndefined();
});
