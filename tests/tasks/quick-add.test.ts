import { describe, expect, test } from "bun:test";
import type { ParsedTask } from "../../shared/task.ts";
import { parseQuickAdd } from "../../server/tasks/quick-add/parse.ts";

const BERLIN = "Europe/Berlin";
/** A Friday, 10:30 in Berlin, two days before the clock goes forward. */
const NOW = new Date("2026-03-27T09:30:00Z");
const parse = (text: string, now = NOW, timeZone = BERLIN) => parseQuickAdd(text, { now, timeZone });
const clock = (date: Date | null, timeZone = BERLIN) =>
  date && new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" }).format(date);
const nothing = (title: string): ParsedTask => ({
  title,
  dueAt: null,
  recurrence: null,
  remindAt: null,
  tags: [],
  priority: null,
  parts: [],
});

test("a line has everything, and says where each meaning stands", () => {
  const line = "pay rent friday 9am #home !high every month";
  const { parts, ...task } = parse(line);
  expect(task).toEqual({
    title: "pay rent",
    dueAt: new Date("2026-04-03T07:00:00Z"),
    recurrence: "FREQ=MONTHLY;BYMONTHDAY=3",
    remindAt: null,
    tags: ["home"],
    priority: "high",
  });
  expect(parts.map(({ kind, start, end }) => [kind, line.slice(start, end)])).toEqual([
    ["due", "friday 9am"],
    ["tag", "#home"],
    ["priority", "!high"],
    ["recurrence", "every month"],
  ]);
});

describe("when it is due", () => {
  test.each([
    ["call tomorrow", "2026-03-28 00:00"],
    ["call tmr", "2026-03-28 00:00"],
    ["call the day after tomorrow", "2026-03-29 00:00"],
    ["call on monday at 17:00", "2026-03-30 17:00"],
    ["monday 5pm call", "2026-03-30 17:00"],
    ["5pm monday call", "2026-03-30 17:00"],
    ["call mon", "2026-03-30 00:00"],
    ["call due by thurs, 9.30am", "2026-04-02 09:30"],
    ["call next friday", "2026-04-03 00:00"],
    ["call friday", "2026-03-27 00:00"],
    ["call friday 10am", "2026-04-03 10:00"],
    ["call friday 11am", "2026-03-27 11:00"],
    ["call 11am", "2026-03-27 11:00"],
    ["call at 10am", "2026-03-28 10:00"],
    ["call at 5", "2026-03-27 17:00"],
    ["call at 05:00", "2026-03-28 05:00"],
    ["call at noon", "2026-03-27 12:00"],
    ["call tonight", "2026-03-27 20:00"],
    ["call this morning", "2026-03-27 00:00"],
    ["call tomorrow evening", "2026-03-28 19:00"],
    ["call tomorrow in the morning", "2026-03-28 09:00"],
    ["call at 12am", "2026-03-28 00:00"],
    ["call at 12pm", "2026-03-27 12:00"],
    ["call 9 o'clock", "2026-03-28 09:00"],
    ["call in 2 hours", "2026-03-27 12:30"],
    ["call in 3 days", "2026-03-30 00:00"],
    ["call in two weeks", "2026-04-10 00:00"],
    ["call next month", "2026-04-27 00:00"],
    ["call this weekend", "2026-03-28 00:00"],
    ["call end of the month", "2026-03-31 00:00"],
    ["call 12 april", "2026-04-12 00:00"],
    ["call april 12th 3pm", "2026-04-12 15:00"],
    ["call 12 march", "2027-03-12 00:00"],
    ["call 5th of may 2028", "2028-05-05 00:00"],
    ["call 29 feb", "2028-02-29 00:00"],
    ["call on the 15th", "2026-04-15 00:00"],
    ["call on the 31st", "2026-03-31 00:00"],
    ["call 2026-12-24", "2026-12-24 00:00"],
    ["call 24.12.2026 18:00", "2026-12-24 18:00"],
    ["call 24/12/2026", "2026-12-24 00:00"],
    ["call Friday #home", "2026-03-27 00:00"],
    ["call (tomorrow)", "2026-03-28 00:00"],
    ["tomorrow - call", "2026-03-28 00:00"],
    ["call, tomorrow", "2026-03-28 00:00"],
  ])("%s", (line, expected) => {
    const { title, dueAt } = parse(line);
    expect(clock(dueAt)).toBe(expected);
    expect(title).toBe("call");
  });

  test("is by the clock on the wall, on both sides of its change", () => {
    expect(parse("call saturday 9am").dueAt).toEqual(new Date("2026-03-28T08:00:00Z"));
    expect(parse("call sunday 9am").dueAt).toEqual(new Date("2026-03-29T07:00:00Z"));
    expect(parse("call in 48 hours").dueAt).toEqual(new Date("2026-03-29T09:30:00Z"));
    expect(parse("call in 2 days").dueAt).toEqual(new Date("2026-03-28T23:00:00Z"));
    expect(parse("call tomorrow", NOW, "Asia/Kathmandu").dueAt).toEqual(new Date("2026-03-27T18:15:00Z"));
  });

  test("today is the day in the zone, not the server's", () => {
    const lateEvening = new Date("2026-03-27T23:30:00Z");
    expect(clock(parse("call tomorrow", lateEvening, "Pacific/Auckland").dueAt, "Pacific/Auckland")).toBe(
      "2026-03-29 00:00",
    );
    expect(clock(parse("call today", lateEvening, "America/New_York").dueAt, "America/New_York")).toBe(
      "2026-03-27 00:00",
    );
  });

  test("does not depend on the zone of the machine", () => {
    const before = process.env.TZ;
    try {
      for (const zone of ["America/New_York", "Pacific/Kiritimati", "Australia/Lord_Howe", "UTC"]) {
        process.env.TZ = zone;
        expect(clock(parse("call sunday 02:30").dueAt)).toBe("2026-03-29 03:30");
        expect(clock(parse("call next friday").dueAt)).toBe("2026-04-03 00:00");
        expect(clock(parse("call 2026-11-01").dueAt)).toBe("2026-11-01 00:00");
      }
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });

  test("of two days the one that is meant: a preposition, a time, or else the last", () => {
    expect(parse("prepare monday meeting by sunday")).toMatchObject({ title: "prepare monday meeting" });
    expect(clock(parse("sunday 9am prepare monday meeting").dueAt)).toBe("2026-03-29 09:00");
    expect(clock(parse("prepare monday meeting sunday").dueAt)).toBe("2026-03-29 00:00");
  });
});

describe("how it repeats", () => {
  test.each([
    ["every day", "FREQ=DAILY", "2026-03-27 00:00"],
    ["every day at 9am", "FREQ=DAILY", "2026-03-28 09:00"],
    ["daily at 5pm", "FREQ=DAILY", "2026-03-27 17:00"],
    ["every other day", "FREQ=DAILY;INTERVAL=2", "2026-03-27 00:00"],
    ["every three days", "FREQ=DAILY;INTERVAL=3", "2026-03-27 00:00"],
    ["every weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-03-27 00:00"],
    ["every weekend", "FREQ=WEEKLY;BYDAY=SA,SU", "2026-03-28 00:00"],
    ["every week", "FREQ=WEEKLY;BYDAY=FR", "2026-03-27 00:00"],
    ["weekly", "FREQ=WEEKLY;BYDAY=FR", "2026-03-27 00:00"],
    ["sunday every 2 weeks", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "2026-03-29 00:00"],
    ["every fortnight", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "2026-03-27 00:00"],
    ["every friday", "FREQ=WEEKLY;BYDAY=FR", "2026-03-27 00:00"],
    ["every friday 9am", "FREQ=WEEKLY;BYDAY=FR", "2026-04-03 09:00"],
    ["every mon, wed and fri", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "2026-03-27 00:00"],
    ["every other friday starting tomorrow", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "2026-04-03 00:00"],
    ["every month", "FREQ=MONTHLY;BYMONTHDAY=27", "2026-03-27 00:00"],
    ["31 march every month", "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", "2026-03-31 00:00"],
    ["every month on the 15th", "FREQ=MONTHLY;BYMONTHDAY=15", "2026-04-15 00:00"],
    ["every 5th of the month", "FREQ=MONTHLY;BYMONTHDAY=5", "2026-04-05 00:00"],
    ["every 5th", "FREQ=MONTHLY;BYMONTHDAY=5", "2026-04-05 00:00"],
    ["every 3 months on the 1st", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1", "2026-04-01 00:00"],
    ["every last day of the month", "FREQ=MONTHLY;BYMONTHDAY=-1", "2026-03-31 00:00"],
    ["every 2nd friday of the month", "FREQ=MONTHLY;BYDAY=2FR", "2026-04-10 00:00"],
    ["on the first monday of every month", "FREQ=MONTHLY;BYDAY=1MO", "2026-04-06 00:00"],
    ["quarterly", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=27", "2026-03-27 00:00"],
    ["every year", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=27", "2026-03-27 00:00"],
    ["29 feb yearly", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1", "2028-02-29 00:00"],
    ["every march 5th", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5", "2027-03-05 00:00"],
    ["every day until 5 april", "FREQ=DAILY;UNTIL=20260405", "2026-03-27 00:00"],
    ["every friday at 5pm for 5 times", "FREQ=WEEKLY;COUNT=5;BYDAY=FR", "2026-03-27 17:00"],
  ])("water plants %s", (words, rule, dueAt) => {
    const task = parse(`water plants ${words}`);
    expect(task).toMatchObject({ title: "water plants", recurrence: rule });
    expect(clock(task.dueAt)).toBe(dueAt);
  });

  test("a series that would end before it begins is not one", () => {
    expect(parse("beer every sunday until tomorrow")).toMatchObject({ recurrence: null });
  });
});

describe("reminders", () => {
  test.each([
    ["dentist tomorrow 3pm remind me 30 minutes before", "dentist", "2026-03-28 14:30"],
    ["dentist tomorrow 3pm *1d", "dentist", "2026-03-27 15:00"],
    ["dentist monday remind me tomorrow 8am", "dentist", "2026-03-28 08:00"],
    ["remind me at noon: dentist", "dentist", "2026-03-27 12:00"],
  ])("%s", (line, title, remindAt) => {
    const task = parse(line);
    expect(task.title).toBe(title);
    expect(clock(task.remindAt)).toBe(remindAt);
  });

  test("what counts back from a due date needs one", () => {
    expect(parse("multiply 3 *30m")).toEqual(nothing("multiply 3 *30m"));
  });
});

test("tags and priorities stand anywhere, in any case, once; the last priority counts", () => {
  expect(parse("#Home call !low #home mum #a.b, !1")).toMatchObject({
    title: "call mum",
    tags: ["home", "a.b"],
    priority: "urgent",
  });
  expect(parse("call !2").priority).toBe("high");
  expect(parse("call !medium.").priority).toBe("medium");
  const many = parse(Array.from({ length: 31 }, (_, index) => `#t${index}`).join(" "));
  expect([many.title, many.tags.length]).toEqual(["#t30", 30]);
});

describe("what is part of the title stays there", () => {
  test.each([
    "buy 2 apples",
    "call Mon Cheri shop",
    "read 1984",
    "may I ask",
    "sat nav update",
    "sat in the sun",
    "march 5 miles",
    "Friday's notes",
    "buy sun cream",
    "look at sat photos",
    "a hat for sun and rain",
    "move meeting from monday to friday",
    "call monday or tuesday",
    "the friday meeting",
    "write weekly report",
    "read the daily",
    "check every window",
    "check every 3rd item",
    "every 31 april",
    "good morning routine",
    "walk 5 or 6 times",
    "read chapter on the 2nd floor",
    "fix #12",
    "wow!",
    "a!high b",
    "C# and F#",
    "version 1.2.2026",
    "invoice of 12 march 2020",
    "see https://example.net/2026-12-24#friday",
    "meeting 9am-10am",
    "mix 1:3 or 16:99",
    "remind me of this",
    'read "tomorrow 9am #x !high every day"',
    "read “friday”",
    "call in 5",
    "32 march",
    "at 25:00",
    "13pm",
  ])("%s", (line) => {
    expect(parse(line)).toEqual(nothing(line));
  });

  test("beside a quote the rest is read, in its place", () => {
    const line = 'read "friday" and “every day” tomorrow #x';
    const { parts, title } = parse(line);
    expect(title).toBe('read "friday" and “every day”');
    expect(parts.map(({ start, end }) => line.slice(start, end))).toEqual(["tomorrow", "#x"]);
  });

  test("a line of nothing but marks is a title", () => {
    expect(parse("  tomorrow 9am #home !high ")).toEqual(nothing("tomorrow 9am #home !high"));
  });
});
