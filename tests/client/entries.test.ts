import { expect, test } from "bun:test";
import type { Approval } from "../../shared/approval.ts";
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
