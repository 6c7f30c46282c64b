import { afterEach, describe, expect, setSystemTime, test } from "bun:test";
import { concernsTime } from "../../server/agents/concerns-time.ts";
import { createEventsAhead } from "../../server/agents/events-ahead.ts";
import { item, openCalendars, timed } from "../calendar/house.ts";

afterEach(() => {
  setSystemTime();
});

describe("a prompt concerns time", () => {
  test.each([
    "What do I have today?",
    "Prepare my Meeting with Ada",
    "find a slot on friday",
    "move the call to 15:30",
    "remind me at 5pm",
    "Ist am 2026-11-24 etwas?",
    "what's in my calendar",
    "who is coming to the appointment tomorrow",
  ])("%s", (prompt) => {
    expect(concernsTime(prompt, undefined)).toBe(true);
  });

  test.each([
    "Fix the build",
    "look at src/main.ts:10:30 and 5 files",
    "ratio 16:9, version 10.30.2",
    "rename todayish to sundays_best",
  ])("not: %s", (prompt) => {
    expect(concernsTime(prompt, undefined)).toBe(false);
  });

  test("not when it says so far behind its beginning: that was pasted", () => {
    expect(concernsTime(`Summarise this: ${"x ".repeat(5_000)} meeting tomorrow`, undefined)).toBe(false);
  });

  test("when its task does, by a date or by words", () => {
    const task = { title: "Paint", description: "", dueAt: null, remindAt: null };
    expect(concernsTime("go", task)).toBe(false);
    expect(concernsTime("go", { ...task, dueAt: new Date() })).toBe(true);
    expect(concernsTime("go", { ...task, remindAt: new Date() })).toBe(true);
    expect(concernsTime("go", { ...task, description: "before the meeting" })).toBe(true);
  });
});

test("the events ahead are those of today and tomorrow by Porter's clock, at most 40", () => {
  using house = openCalendars();
  const eventsAhead = createEventsAhead(house.calendars, "Europe/Berlin");
  house.bring([
    item("yesterday", { time: timed("2026-11-22T22:00:00+01:00") }),
    item("today", { time: timed("2026-11-23T00:00:00+01:00") }),
    item("tomorrow", { time: timed("2026-11-24T23:00:00+01:00") }),
    item("later", { time: timed("2026-11-25T00:00:00+01:00") }),
  ]);
  setSystemTime(new Date("2026-11-22T23:30:00Z"));
  const titles = eventsAhead({ prompt: "my calendar" }, undefined)?.map(({ title }) => title);
  expect(titles).toEqual(["today", "tomorrow"]);
  expect(eventsAhead({ prompt: "fix the build" }, undefined)).toBeNull();
  house.bring(Array.from({ length: 60 }, (_, number) => item(`e${number}`)));
  expect(eventsAhead({ prompt: "my calendar" }, undefined)).toHaveLength(40);
  house.tools.remove(house.work.id);
  expect(eventsAhead({ prompt: "my calendar" }, undefined)).toBeNull();
});
