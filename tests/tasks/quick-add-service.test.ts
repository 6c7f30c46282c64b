import { afterEach, expect, setSystemTime, test } from "bun:test";
import { openScratchDatabase } from "../support/database.ts";

afterEach(() => {
  setSystemTime();
});

test("makes the task that the line means, in Porter's zone or the one that is given", () => {
  setSystemTime(new Date("2026-03-27T20:00:00Z"));
  using scratch = openScratchDatabase({ timeZone: "Asia/Kathmandu" });
  const text = "pay rent tomorrow 9am #home !high every month";
  expect(scratch.tasks.quickAdd({ text }, "owner")).toMatchObject({
    title: "pay rent",
    dueAt: new Date("2026-03-29T03:15:00Z"),
    recurrence: "FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1",
    tags: ["home"],
    priority: "high",
    createdBy: "owner",
  });
  expect(scratch.tasks.quickAdd({ text, timeZone: "Europe/Berlin" }, "owner").dueAt).toEqual(
    new Date("2026-03-28T08:00:00Z"),
  );
  expect(scratch.tasks.parse({ text })).toMatchObject({ title: "pay rent", tags: ["home"] });
});

test("what is given beside the line holds unless the line says otherwise; tags add up", () => {
  using scratch = openScratchDatabase();
  const parent = scratch.tasks.create({ title: "Move" }, "owner");
  const given = { priority: "low", tags: ["home", "x"], status: "in_progress", parentId: parent.id } as const;
  const add = (text: string) => scratch.tasks.quickAdd({ ...given, text, tags: [...given.tags] }, "owner");
  expect(add("call #x #y !urgent")).toMatchObject({ tags: ["home", "x", "y"], priority: "urgent" });
  expect(add("call")).toMatchObject({ priority: "low", status: "in_progress", parentId: parent.id });
});

test("a repeated call with the same id has the effect of one", () => {
  using scratch = openScratchDatabase();
  const line = { id: Bun.randomUUIDv7(), text: "call tomorrow" };
  const task = scratch.tasks.quickAdd(line, "owner");
  expect(scratch.tasks.quickAdd(line, "owner")).toEqual(task);
  expect(scratch.tasks.list({}).items).toHaveLength(1);
});

test("a line that is too long for a title is refused in words", () => {
  using scratch = openScratchDatabase();
  expect(() => scratch.tasks.quickAdd({ text: "x".repeat(501) }, "owner")).toThrow(
    expect.objectContaining({ code: "INVALID", message: expect.stringContaining("title") }),
  );
  expect(scratch.tasks.list({}).items).toEqual([]);
});
