import { describe, expect, test } from "bun:test";
import { readLine, takeLength } from "../../client/src/pages/calendar/quick-line.ts";
import { parseQuickAdd } from "../../server/tasks/quick-add/parse.ts";

const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
/** A Wednesday morning. */
const now = new Date(2026, 10, 25, 8);
const read = (line: string) => {
  const timed = takeLength(line);
  return readLine(timed, parseQuickAdd(timed.text, { now, timeZone }));
};
const at = (day: number, hours: number, minutes = 0) => new Date(2026, 10, day, hours, minutes).toISOString();

describe("how long it lasts", () => {
  test.each([
    ["lunch friday 13:00-14:30", "lunch friday 13:00", 90],
    ["lunch friday 13:00 – 14:00", "lunch friday 13:00", 60],
    ["lunch from 9 to 11", "lunch 09:00", 120],
    ["call 1-2pm", "call 13:00", 60],
    ["call 11-1pm", "call 11:00", 120],
    ["call 9am-5pm", "call 09:00", 480],
    ["night train 22:30-1:15", "night train 22:30", 165],
    ["walk at 9 for 45 min", "walk at 9", 45],
    ["walk at 9 for 1.5 hours", "walk at 9", 90],
  ])("%s", (line, text, minutes) => expect(takeLength(line)).toEqual({ text, minutes }));

  test.each([
    "read pages 3-4",
    "review 2026-11-23",
    "call 555-1234",
    "sprint 12/13",
    "for Ada",
    "from A to B",
  ])("%s says nothing of it", (line) => expect(takeLength(line)).toEqual({ text: line, minutes: null }));
});

describe("an event in words", () => {
  test("with a day and a span", () => {
    expect(read("lunch with Ada friday 13:00-14:00")).toEqual({
      title: "lunch with Ada",
      start: at(27, 13),
      end: at(27, 14),
      allDay: false,
    });
  });
  test("with a beginning only it lasts an hour", () => {
    expect(read("dentist tomorrow 9:30")).toMatchObject({ start: at(26, 9, 30), end: at(26, 10, 30) });
  });
  test("with a day only it lasts all of it", () => {
    expect(read("holiday 24 dec")).toEqual({
      title: "holiday",
      start: "2026-12-24",
      end: "2026-12-25",
      allDay: true,
    });
  });
  test("without a time there is a title", () => {
    expect(read("call Bob")).toEqual({ title: "call Bob", start: null });
  });
  test("what means something for a task alone stays in the title", () => {
    expect(read("review #42 tomorrow 10:00 !high")).toMatchObject({ title: "review #42 !high" });
  });
});
