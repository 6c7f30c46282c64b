import { expect, test } from "bun:test";
import type { Message } from "../../shared/message.ts";
import type { SessionStatus } from "../../shared/session.ts";
import { queuedIds, settledSeq } from "../../client/src/pages/session/queued.ts";
import { message } from "./samples.ts";

/** Message `seq` was written in second `seq`. */
const said = (seq: number, change: Partial<Message> = {}) =>
  message(seq, { createdAt: new Date(seq * 1000), ...change });
const user = (seq: number) => said(seq, { role: "user", content: [{ type: "text", text: `prompt ${seq}` }] });
const answer = (seq: number, state: Message["state"] = "done") => said(seq, { state });
const call = (seq: number) =>
  said(seq, { content: [{ type: "tool_use", id: `call-${seq}`, name: "Bash", input: {} }] });
const result = (seq: number) =>
  said(seq, {
    role: "tool",
    content: [{ type: "tool_result", toolUseId: `call-${seq - 1}`, text: "", isError: false }],
  });

const queued = (messages: Message[], settled = 0) =>
  [...queuedIds(messages, settled)].map((id) => Number(id.split("-")[1]));
const at = (status: SessionStatus, second: number) => ({ status, updatedAt: new Date(second * 1000) });

test("what is sent behind a running turn is queued until that turn has ended", () => {
  expect(queued([user(1)])).toEqual([]);
  expect(queued([user(1), answer(2, "streaming"), user(3)])).toEqual([3]);
  expect(queued([user(1), answer(2), user(3)])).toEqual([]);
  expect(queued([user(1), answer(2), user(3), user(4), user(5)])).toEqual([4, 5]);
});

test("the running turn's own calls and results behind a queued message take nothing from it", () => {
  const messages = [user(1), call(2), user(3), result(4), call(5), result(6)];
  expect(queued(messages)).toEqual([3]);
  expect(queued([...messages, answer(7, "streaming")])).toEqual([3]);
  expect(queued([...messages, answer(7)])).toEqual([]);
});

test("a turn that ended without an answer holds nothing up", () => {
  const failed = [user(1), call(2)];
  const settled = settledSeq(undefined, { messages: failed, session: at("failed", 2.5) });
  expect(settled).toBe(2);
  // Sent again: the message comes before the news that the session runs.
  expect(settledSeq(settled, { messages: [...failed, user(3)], session: at("failed", 2.5) })).toBe(2);
  expect(settledSeq(settled, { messages: [...failed, user(3)], session: at("running", 3.1) })).toBe(2);
  expect(queued([...failed, user(3)], settled)).toEqual([]);
  expect(queued([...failed, user(3), user(4)], settled)).toEqual([4]);
});

test("of a session that runs when the page opens, only what came after the turn's start is queued", () => {
  const messages = [user(1), call(2), user(3), answer(4, "streaming"), user(5)];
  const settled = settledSeq(undefined, { messages, session: at("running", 3.1) });
  expect(queued(messages, settled)).toEqual([5]);
});
