import { describe, expect, test } from "bun:test";
import {
  checkRule,
  firstOccurrence,
  monthlyOn,
  nextOccurrence,
  yearlyOn,
} from "../../server/tasks/recurrence.ts";
import { at, series, wall, wallDay } from "./recurrence-samples.ts";

const daysOf = (rule: string, start: string, limit = 8) =>
  series({ rule, dueAt: at(start, "Europe/Berlin"), timeZone: "Europe/Berlin" }, limit).map(({ dueAt }) =>
    wallDay(dueAt, "Europe/Berlin"),
  );

describe("the next occurrence", () => {
  test("passes over what is missed, and counts it", () => {
    const of = { dueAt: at("2026-03-02T09:00:00", "Europe/Berlin"), timeZone: "Europe/Berlin" };
    const after = at("2026-03-05T12:00:00", "Europe/Berlin");
    expect(nextOccurrence({ ...of, after, rule: "FREQ=DAILY;COUNT=10" })).toEqual({
      dueAt: at("2026-03-06T09:00:00", "Europe/Berlin"),
      rule: "FREQ=DAILY;COUNT=6",
    });
    expect(nextOccurrence({ ...of, after, rule: "FREQ=DAILY;COUNT=4" })).toBeUndefined();
    expect(nextOccurrence({ ...of, after, rule: "FREQ=DAILY;INTERVAL=2" })?.dueAt).toEqual(
      at("2026-03-06T09:00:00", "Europe/Berlin"),
    );
  });

  test("is in no year that RFC 5545 cannot write", () => {
    const last = new Date("9999-12-31T09:00:00Z");
    for (const dueAt of [last, new Date(last.getTime() + 1e12)])
      expect(nextOccurrence({ rule: "FREQ=DAILY", dueAt, after: dueAt, timeZone: "UTC" })).toBeUndefined();
  });

  test("ends with the moment of UNTIL, in UTC or by the clock", () => {
    const of = { dueAt: at("2026-07-01T09:00:00", "Europe/Berlin"), timeZone: "Europe/Berlin" };
    const hasNext = (rule: string) => nextOccurrence({ ...of, after: of.dueAt, rule }) !== undefined;
    expect(hasNext("FREQ=DAILY;UNTIL=20260702T070000Z")).toBe(true);
    expect(hasNext("FREQ=DAILY;UNTIL=20260702T065959Z")).toBe(false);
    expect(hasNext("FREQ=DAILY;UNTIL=20260702T090000")).toBe(true);
    expect(hasNext("FREQ=DAILY;UNTIL=20260702T085959")).toBe(false);
  });
});

describe("the clock is changed", () => {
  const times = (timeZone: string, dueAt: string, limit = 4) =>
    series({ rule: "FREQ=DAILY", dueAt: at(dueAt, timeZone), timeZone }, limit).map((one) =>
      wall(one.dueAt, timeZone).slice(5, 16),
    );

  test("the time on the wall stays", () => {
    expect(times("Europe/Berlin", "2026-03-28T09:00:00", 3)).toEqual([
      "03-28T09:00",
      "03-29T09:00",
      "03-30T09:00",
    ]);
    expect(times("Australia/Lord_Howe", "2026-04-04T09:00:00", 3)).toEqual([
      "04-04T09:00",
      "04-05T09:00",
      "04-06T09:00",
    ]);
  });

  test("a time that does not exist comes an hour later, and is not left out", () => {
    expect(times("Europe/Berlin", "2026-03-28T02:30:00", 2)).toEqual(["03-28T02:30", "03-29T03:30"]);
  });

  test("a time that comes twice is taken once, the first time", () => {
    const timeZone = "America/New_York";
    const found = series({ rule: "FREQ=DAILY", dueAt: at("2026-10-31T01:30:00", timeZone), timeZone }, 3);
    expect(found.map(({ dueAt }) => dueAt.toISOString())).toEqual([
      "2026-10-31T05:30:00.000Z",
      "2026-11-01T05:30:00.000Z",
      "2026-11-02T06:30:00.000Z",
    ]);
  });

  test("a day stays a day where midnight does not exist", () => {
    // 24 April 2026 begins at 01:00 in Cairo.
    expect(times("Africa/Cairo", "2026-04-23T00:00:00", 3)).toEqual([
      "04-23T00:00",
      "04-24T01:00",
      "04-25T00:00",
    ]);
  });

  test("a day that was left out of the calendar is followed by the next", () => {
    expect(times("Pacific/Apia", "2011-12-29T08:00:00", 3)).toEqual([
      "12-29T08:00",
      "12-31T08:00",
      "01-01T08:00",
    ]);
  });
});

describe("months and years of different length", () => {
  test("the 31st is the last day of a shorter month, and comes back", () => {
    expect(daysOf(monthlyOn(31), "2027-10-31T00:00:00", 6)).toEqual([
      "2027-10-31",
      "2027-11-30",
      "2027-12-31",
      "2028-01-31",
      "2028-02-29",
      "2028-03-31",
    ]);
    expect(daysOf(monthlyOn(29), "2027-01-29T00:00:00", 3)).toEqual([
      "2027-01-29",
      "2027-02-28",
      "2027-03-29",
    ]);
  });

  test("29 February is the 28th in other years, and comes back", () => {
    expect(daysOf(yearlyOn(2, 29), "2096-02-29T00:00:00", 6)).toEqual([
      "2096-02-29",
      "2097-02-28",
      "2098-02-28",
      "2099-02-28",
      "2100-02-28",
      "2101-02-28",
    ]);
  });

  test("a plain RRULE leaves out what does not exist, as RFC 5545 says", () => {
    expect(daysOf("FREQ=MONTHLY", "2026-01-31T00:00:00", 3)).toEqual([
      "2026-01-31",
      "2026-03-31",
      "2026-05-31",
    ]);
    expect(daysOf("FREQ=YEARLY", "2028-02-29T00:00:00", 2)).toEqual(["2028-02-29", "2032-02-29"]);
  });

  test("weekday sets, nth weekdays and week numbers", () => {
    expect(daysOf("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-01-01T00:00:00", 4)).toEqual([
      "2026-01-01",
      "2026-01-02",
      "2026-01-05",
      "2026-01-06",
    ]);
    expect(daysOf("FREQ=MONTHLY;BYDAY=-1FR", "2026-01-30T00:00:00", 3)).toEqual([
      "2026-01-30",
      "2026-02-27",
      "2026-03-27",
    ]);
    expect(daysOf("FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO", "2026-12-28T00:00:00", 2)).toEqual([
      "2026-12-28",
      "2032-12-27",
    ]);
  });
});

describe("the first occurrence", () => {
  test("an interval counts from it: every other friday begins with the next friday", () => {
    const rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR";
    const timeZone = "Europe/Berlin";
    const first = firstOccurrence({ rule, from: at("2026-01-03T15:00:00", timeZone), timeZone });
    expect(wallDay(first, timeZone)).toBe("2026-01-09");
    expect(series({ rule, dueAt: first, timeZone }, 2).map(({ dueAt }) => wallDay(dueAt, timeZone))).toEqual([
      "2026-01-09",
      "2026-01-23",
    ]);
  });

  test("a series that is over before it begins is refused", () => {
    const of = { from: new Date("2026-01-03Z"), timeZone: "UTC" };
    expect(() => firstOccurrence({ ...of, rule: "FREQ=DAILY;UNTIL=20260102" })).toThrow(
      "ends before it begins",
    );
  });
});

describe("a rule", () => {
  test("is written in one way", () => {
    expect(checkRule("rrule:byday=fr, mo;freq=weekly;interval=1;")).toBe("FREQ=WEEKLY;BYDAY=FR,MO");
    expect(checkRule("UNTIL=20301231T000000Z;FREQ=MONTHLY;BYDAY=+1MO,1MO")).toBe(
      "FREQ=MONTHLY;UNTIL=20301231T000000Z;BYDAY=1MO",
    );
  });

  test.each([
    ["", "is not a part"],
    ["weekly", "is not a part"],
    ["BYDAY=MO", "FREQ is missing"],
    ["FREQ=HOURLY", "FREQ can be DAILY"],
    ["FREQ=MINUTELY", "FREQ can be DAILY"],
    ["FREQ=SECONDLY", "FREQ can be DAILY"],
    ["FREQ=DAILY;BYHOUR=9", "time of day"],
    ["FREQ=DAILY;BYMINUTE=9", "time of day"],
    ["FREQ=DAILY;BYSECOND=9", "time of day"],
    ["FREQ=DAILY;COUNT=3;UNTIL=20300101", "not both"],
    ["FREQ=DAILY;COUNT=0", "COUNT goes from 1 to 10000"],
    ["FREQ=DAILY;COUNT=-1", "COUNT goes from 1 to 10000"],
    ["FREQ=DAILY;COUNT=10001", "COUNT goes from 1 to 10000"],
    ["FREQ=DAILY;COUNT=1e3", "COUNT goes from 1 to 10000"],
    ["FREQ=DAILY;INTERVAL=0", "INTERVAL goes from 1"],
    ["FREQ=DAILY;INTERVAL=99999999999999", "INTERVAL goes from 1"],
    ["FREQ=DAILY;UNTIL=20300230", "UNTIL is a day"],
    ["FREQ=DAILY;UNTIL=tomorrow", "UNTIL is a day"],
    ["FREQ=DAILY;FREQ=DAILY", "twice"],
    ["FREQ=DAILY;COLOUR=RED", "not known"],
    ["FREQ=DAILY;__proto__=1", "not known"],
    ["FREQ=WEEKLY;BYDAY=2FR", "needs FREQ=MONTHLY or YEARLY"],
    ["FREQ=WEEKLY;BYMONTHDAY=2", "does not go with FREQ=WEEKLY"],
    ["FREQ=YEARLY;BYWEEKNO=2;BYDAY=2FR", "does not go with BYWEEKNO"],
    ["FREQ=MONTHLY;BYWEEKNO=2", "needs FREQ=YEARLY"],
    ["FREQ=MONTHLY;BYDAY=6FR", "at most five"],
    ["FREQ=MONTHLY;BYSETPOS=1", "needs another"],
    ["FREQ=MONTHLY;BYMONTHDAY=0", "without 0"],
    ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "no day that it falls on"],
    ["FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6", "no day that it falls on"],
    ["FREQ=DAILY;BYMONTH=4;BYMONTHDAY=31", "no day that it falls on"],
  ])("%p is refused: %s", (rule, reason) => {
    expect(() => checkRule(rule)).toThrow(reason);
    expect(() => checkRule(rule)).toThrow(expect.objectContaining({ code: "INVALID" }));
  });

  test("costs little, however far the way", () => {
    const timeZone = "Europe/Berlin";
    const began = performance.now();
    const dates = [new Date(-8.64e15), new Date("1970-01-01Z"), new Date("9999-12-31Z"), new Date(8.64e15)];
    for (const rule of [
      "FREQ=DAILY",
      "FREQ=DAILY;COUNT=10000",
      `${monthlyOn(31)};INTERVAL=7`,
      "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
    ])
      for (const dueAt of dates) for (const after of dates) nextOccurrence({ rule, dueAt, after, timeZone });
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
