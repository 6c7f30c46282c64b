import { describe, expect, test } from "bun:test";
import { lastEnd, startsWithin, type Series } from "../../server/calendar/occurrences.ts";

const HOUR = 3_600_000;

const series = (start: string, recurrence: string[], change: Partial<Series> = {}): Series => ({
  allDay: false,
  startAt: new Date(start),
  endAt: new Date(Date.parse(start) + HOUR),
  timeZone: "Europe/Berlin",
  recurrence,
  ...change,
});

const ofDays = (start: string, recurrence: string[]): Series =>
  series(`${start}T00:00:00Z`, recurrence, {
    allDay: true,
    endAt: new Date(Date.parse(start) + 24 * HOUR),
    timeZone: null,
  });

function starts(one: Series, from: string, to: string, zone = "Europe/Berlin"): string[] {
  const found = startsWithin(one, { from: Date.parse(from), to: Date.parse(to) }, zone);
  return found.map((at) => new Date(at).toISOString().replace(/:00\.000Z$/, "Z"));
}
const startDays = (one: Series, from: string, to: string, zone?: string) =>
  starts(one, from, to, zone).map((at) => at.slice(0, 10));

describe("a series by the clock of its zone", () => {
  test("keeps its time of day over a change of the clock", () => {
    const weekly = series("2026-10-19T09:00:00+02:00", ["RRULE:FREQ=WEEKLY"]);
    expect(starts(weekly, "2026-10-01", "2026-11-03")).toEqual([
      "2026-10-19T07:00Z",
      "2026-10-26T08:00Z",
      "2026-11-02T08:00Z",
    ]);
  });

  test("what the clock skips is an hour later, what it shows twice is the first", () => {
    const nightly = series("2026-03-28T02:30:00+01:00", ["RRULE:FREQ=DAILY"]);
    expect(starts(nightly, "2026-03-28", "2026-03-31")).toEqual([
      "2026-03-28T01:30Z",
      "2026-03-29T01:30Z", // 03:30 in summer time
      "2026-03-30T00:30Z",
    ]);
    expect(starts(nightly, "2026-10-24", "2026-10-26T12:00Z")).toEqual([
      "2026-10-24T00:30Z",
      "2026-10-25T00:30Z",
      "2026-10-26T01:30Z",
    ]);
  });

  test("that begins in the second of two equal hours begins there, once", () => {
    const nightly = series("2026-10-25T02:30:00+01:00", ["RRULE:FREQ=DAILY;COUNT=2"]);
    expect(starts(nightly, "2026-10-20", "2026-11-20")).toEqual(["2026-10-25T01:30Z", "2026-10-26T01:30Z"]);
  });

  test("without a zone, or with one that nobody knows, is in Porter's", () => {
    for (const timeZone of [null, "Mars/Olympus", "<script>"]) {
      const floating = series("2026-10-19T09:00:00-04:00", ["RRULE:FREQ=WEEKLY"], { timeZone });
      expect(starts(floating, "2026-10-31", "2026-11-10", "America/New_York")).toEqual([
        "2026-11-02T14:00Z",
        "2026-11-09T14:00Z",
      ]);
    }
  });
});

describe("the days of a series", () => {
  test("29 February comes in leap years, the 31st in months that have it", () => {
    const leap = ofDays("2024-02-29", ["RRULE:FREQ=YEARLY"]);
    expect(startDays(leap, "2024-01-01", "2034-01-01")).toEqual(["2024-02-29", "2028-02-29", "2032-02-29"]);
    const late = ofDays("2026-01-31", ["RRULE:FREQ=MONTHLY"]);
    expect(startDays(late, "2026-01-01", "2026-06-01")).toEqual(["2026-01-31", "2026-03-31", "2026-05-31"]);
  });

  test("the first start is one also when the rule would not give it, and counts", () => {
    const tuesday = ofDays("2026-11-24", ["RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3"]);
    expect(startDays(tuesday, "2026-01-01", "2028-01-01")).toEqual([
      "2026-11-24",
      "2026-11-30",
      "2026-12-07",
    ]);
  });
});

describe("UNTIL", () => {
  const daily = (until: string) => series("2026-11-20T23:30:00+01:00", [`RRULE:FREQ=DAILY;UNTIL=${until}`]);

  test.each([
    ["a moment in UTC, included", "20261122T223000Z", 3],
    ["a moment just before", "20261122T222959Z", 2],
    ["a day, to its end", "20261122", 3],
    ["a time of the series' clock", "20261122T233000", 3],
  ])("%s", (_name, until, count) => {
    expect(starts(daily(until), "2026-11-01", "2026-12-31")).toHaveLength(count);
  });

  test.each([
    ["a day", "20261122"],
    ["its midnight in UTC", "20261122T000000Z"],
    ["the moment at which it begins in Berlin", "20261121T230000Z"],
    ["the moment at which it ends in Berlin", "20261122T225959Z"],
    ["the moment at which it ends in UTC", "20261122T235959Z"],
  ])("of a series of days is meant as %s", (_name, until) => {
    const one = ofDays("2026-11-20", [`RRULE:FREQ=DAILY;UNTIL=${until}`]);
    expect(startDays(one, "2026-11-01", "2026-12-31")).toEqual(["2026-11-20", "2026-11-21", "2026-11-22"]);
  });
});

describe("RDATE and EXDATE", () => {
  test("add and take out, in any way of writing the moment", () => {
    const one = series("2026-11-23T09:00:00+01:00", [
      "RRULE:FREQ=DAILY;COUNT=6",
      "EXDATE:20261124T080000Z",
      "EXDATE;TZID=America/New_York:20261125T030000,20261126T030000",
      "EXDATE;VALUE=DATE:20261127",
      "RDATE;TZID=Europe/Berlin:20261130T180000",
      "RDATE;VALUE=PERIOD:20261201T080000Z/PT2H",
      "EXDATE:nonsense,20260230T000000Z",
    ]);
    expect(starts(one, "2026-11-01", "2027-01-01")).toEqual([
      "2026-11-23T08:00Z",
      "2026-11-28T08:00Z",
      "2026-11-30T17:00Z",
      "2026-12-01T08:00Z",
    ]);
  });

  test("take out the first one, too, and a day however it is written", () => {
    const one = ofDays("2026-11-23", [
      "RRULE:FREQ=DAILY;COUNT=4",
      "EXDATE;VALUE=DATE:20261123",
      "EXDATE:20261124T000000Z",
      "EXDATE;TZID=Europe/Berlin:20261125T000000",
    ]);
    expect(startDays(one, "2026-11-01", "2027-01-01")).toEqual(["2026-11-26"]);
  });
});

describe("a rule that cannot be used", () => {
  test.each([
    "RRULE:FREQ=SOMETIMES",
    "RRULE:",
    "RRULE:FREQ=DAILY;COUNT=99999999",
    "RRULE:FREQ=DAILY;UNTIL=never",
    "RRULE:FREQ=SECONDLY",
    "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "RRULE:FREQ=DAILY\r\nDTSTART:19700101T000000Z",
    "what is this",
  ])("leaves the first occurrence: %j", (line) => {
    const one = series("2026-11-23T09:00:00+01:00", [line]);
    expect(starts(one, "2026-11-01", "2027-12-31")).toEqual(["2026-11-23T08:00Z"]);
  });

  test("costs others nothing, and a frequent one is cut", () => {
    const both = series("2026-11-23T09:00:00+01:00", ["RRULE:FREQ=SOMETIMES", "rrule:freq=daily;count=2"]);
    expect(starts(both, "2026-11-01", "2027-01-01")).toHaveLength(2);
    const hourly = series("2026-11-23T09:00:00+01:00", ["RRULE:FREQ=HOURLY"]);
    expect(starts(hourly, "2026-11-01", "2028-01-01")).toHaveLength(1_000);
  });
});

describe("the last end", () => {
  const end = (recurrence: string[]) => {
    const last = lastEnd(series("2026-11-23T09:00:00+01:00", recurrence), "Europe/Berlin");
    return last === null ? null : new Date(last).toISOString();
  };
  test("is known for what ends, and null for what does not", () => {
    expect(end([])).toBe("2026-11-23T09:00:00.000Z");
    expect(end(["RRULE:FREQ=SOMETIMES"])).toBe("2026-11-23T09:00:00.000Z");
    expect(end(["RRULE:FREQ=DAILY;COUNT=3"])).toBe("2026-11-25T09:00:00.000Z");
    expect(end(["RRULE:FREQ=DAILY;UNTIL=20261130T080000Z"])).toBe("2026-11-30T09:00:00.000Z");
    expect(end(["RRULE:FREQ=DAILY;COUNT=3", "RDATE:20270101T080000Z"])).toBe("2027-01-01T09:00:00.000Z");
    expect(end(["RRULE:FREQ=DAILY"])).toBeNull();
  });
});
