import { expect, test } from "bun:test";
import type { Approval } from "../../shared/approval.ts";
import type { SessionStatus } from "../../shared/session.ts";
import { entriesOf } from "../../client/src/pages/session/entries.ts";
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

test("an approval whose call is not on the page stands for itself while it waits", () => {
  const of = (status: Approval["status"]) =>
    entriesOf({ messages: [], approvals: [{ ...approval, status }], status: "waiting" }).map(
      ({ kind }) => kind,
    );
  expect(of("pending")).toEqual(["approval"]);
  expect(of("allowed")).toEqual([]);
});

const user = (seq: number) =>
  message(seq, { role: "user", content: [{ type: "text", text: `prompt ${seq}` }] });
const queued = (messages: Parameters<typeof entriesOf>[0]["messages"], status: SessionStatus = "running") =>
  entriesOf({ messages, approvals: [], status }).flatMap((entry) =>
    entry.kind === "user" ? [entry.isQueued] : [],
  );

test("a follow-up is queued while an answer is being written, and only then", () => {
  const writing = message(2, { state: "streaming" });
  expect(queued([user(1)])).toEqual([false]);
  expect(queued([user(1), writing, user(3)])).toEqual([false, true]);
  expect(queued([user(1), message(2), user(3), user(4)])).toEqual([false, false, true]);
  expect(queued([user(1), message(2), user(3)], "completed")).toEqual([false, false]);
});
