import { expect, test } from "bun:test";
import type { Delta } from "../../shared/message.ts";
import { gatherDeltas } from "../../server/agents/gather-deltas.ts";

const piece = (offset: number, text: string, block = 0): Delta => ({
  type: "delta",
  sessionId: "session",
  messageId: "message",
  block,
  offset,
  text,
});

test("the first piece is told at once, what comes within a moment after it together, another block apart", async () => {
  const told: Delta[] = [];
  const last = Promise.withResolvers<void>();
  const deltas = gatherDeltas((delta) => {
    told.push(delta);
    if (delta.block === 1) last.resolve();
  });
  deltas.add(piece(0, "a"));
  expect(told).toEqual([piece(0, "a")]);
  deltas.add(piece(1, "b"));
  deltas.add(piece(2, "c"));
  expect(told).toHaveLength(1);
  deltas.add(piece(0, "d", 1));
  await last.promise;
  expect(told).toEqual([piece(0, "a"), piece(1, "bc"), piece(0, "d", 1)]);
});
