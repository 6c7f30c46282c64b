import { expect, test } from "bun:test";
import { createDrafts } from "../../server/agents/drafts.ts";
import { openScratchDatabase } from "../support/database.ts";

test("a draft is the last one's who wrote it, and tells which tab that was", () => {
  using scratch = openScratchDatabase();
  const { db, events } = scratch;
  const drafts = createDrafts({ db, events });
  const key = Bun.randomUUIDv7();
  expect(drafts.get(key)).toEqual({ key, text: "", images: [], updatedAt: new Date(0) });
  drafts.save({ key, text: "From the desk", images: [], tab: "desk" }, "owner");
  const images = [{ mediaType: "image/png" as const, data: "AAAA" }];
  const { updatedAt } = drafts.save({ key, text: "From the phone", images, tab: "phone" }, "owner");
  expect(drafts.get(key)).toEqual({ key, text: "From the phone", images, updatedAt });
  expect(drafts.get("new").text).toBe("");
  const logged = scratch.read<{ kind: string; after: string }>("SELECT kind, after FROM events");
  expect(logged.map(({ kind, after }) => [kind, JSON.parse(after).json])).toEqual([
    ["draft.updated", { key, tab: "desk" }],
    ["draft.updated", { key, tab: "phone" }],
  ]);
});
