import { expect, test } from "bun:test";
import fc from "fast-check";
import type { Delta } from "../../shared/message.ts";
import { mergeMessages } from "../../client/src/api/conversation.ts";
import { withDelta, withStreamedMessage, type Unfinished } from "../../client/src/api/unfinished.ts";
import { message } from "./samples.ts";

const delta = (offset: number, text: string): Delta => ({
  type: "delta",
  sessionId: "session",
  messageId: "message-1",
  block: 0,
  offset,
  text,
});
const start: Unfinished = withStreamedMessage(new Map(), message(1, { state: "streaming" }));
const textOf = (all: Unfinished) => all.get("message-1")?.content[0];

test("pieces that come once, twice or late make the same text", () => {
  const pieces = fc.array(fc.string({ minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(pieces, fc.infiniteStream(fc.nat(3)), (parts, repeats) => {
      let offset = 0;
      const deltas = parts.map((text) => {
        const piece = delta(offset, text);
        offset += text.length;
        return piece;
      });
      let all = start;
      deltas.forEach((piece, index) => {
        all = withDelta(all, piece);
        // A replay brings any earlier piece again.
        for (let back = repeats.next().value; back > 0; back--)
          all = withDelta(all, deltas[index - back] ?? piece);
      });
      expect(textOf(all)).toEqual({ type: "text", text: parts.join("") });
    }),
  );
});

test("a piece behind a gap is not appended, and the whole message mends it", () => {
  const gap = withDelta(start, delta(5, "world"));
  expect(gap).toBe(start);
  const whole = message(1, { state: "streaming", content: [{ type: "text", text: "hello" }] });
  expect(textOf(withDelta(withStreamedMessage(gap, whole), delta(5, " world")))).toEqual({
    type: "text",
    text: "hello world",
  });
});

test("a finished message leaves the overlay", () => {
  expect(withStreamedMessage(start, message(1)).size).toBe(0);
});

test("what is being written lies over the history, but never over a finished message", () => {
  const old = message(1, { state: "streaming", content: [{ type: "text", text: "he" }] });
  const live = message(1, { state: "streaming", content: [{ type: "text", text: "hello" }] });
  const done = message(1, { content: [{ type: "text", text: "hello there" }] });
  expect(mergeMessages([old], [live])).toEqual([live]);
  expect(mergeMessages([done], [live])).toEqual([done]);
  expect(mergeMessages([message(2)], [live]).map(({ seq }) => seq)).toEqual([1, 2]);
});
