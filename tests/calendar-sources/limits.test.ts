import { expect, test } from "bun:test";
import { calendarOf, eventOf, read } from "./fixture.ts";

const start = "DTSTART:20261123T080000Z";
const stamp = (at: number): string => new Date(at).toISOString().replace(/[-:]|\.\d+/g, "");
const first = Date.parse("2026-11-23T08:00:00Z");

/** What is read, when that takes some moments: each of these texts would keep a careless reader for a minute or for ever. */
function readSoon(...lines: string[]) {
  const before = performance.now();
  const items = read(calendarOf(...lines));
  expect(performance.now() - before).toBeLessThan(5_000);
  return items;
}

test("a line of colons", () => {
  const line = `SUMMARY;TZID=${":".repeat(400_000)}`;
  expect(Object.keys(readSoon(eventOf("a", start, line)))).toEqual(["a"]);
});

test("a zone that changes its clock every day since the year 1, or looks for its day in vain", () => {
  for (const rule of [
    "FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYDAY=MO,TU,WE,TH,FR,SA,SU",
    "FREQ=YEARLY;BYDAY=SU",
    "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;BYMONTHDAY=1",
    "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;BYSETPOS=3",
  ]) {
    const observance = [
      "BEGIN:STANDARD",
      "DTSTART:00010101T000000",
      "TZOFFSETFROM:+0100",
      "TZOFFSETTO:+0117",
      `RRULE:${rule}`,
      "END:STANDARD",
    ];
    const zone = [
      "BEGIN:VTIMEZONE",
      "TZID:Evil",
      ...Array.from({ length: 20 }, () => observance).flat(),
      "END:VTIMEZONE",
    ];
    const items = readSoon(...zone, eventOf("a", "DTSTART;TZID=Evil:20261123T090000"));
    expect(items.a?.time).toMatchObject({ timeZone: "Europe/Vienna" });
  }
});

test("a zone that is nowhere on Earth, with an event in each of 3,000 years", () => {
  const zone = `BEGIN:VTIMEZONE
TZID:Mars
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0117
TZOFFSETTO:+0117
RRULE:FREQ=YEARLY
END:STANDARD
END:VTIMEZONE`;
  const years = Array.from({ length: 3_000 }, (_, index) => 2_000 + index);
  const items = readSoon(
    zone,
    ...years.map((year) => eventOf(`e${year}`, `DTSTART;TZID=Mars:${year}1123T091700`)),
  );
  expect(items.e2026?.time).toMatchObject({ start: new Date("2026-11-23T08:00:00Z") });
  expect(items.e4999?.time).toMatchObject({ start: new Date("4999-11-23T08:00:00Z") });
});

test("a series that is changed from every occurrence on", () => {
  const changes = Array.from({ length: 20_000 }, (_, index) =>
    eventOf("a", `RECURRENCE-ID;RANGE=THISANDFUTURE:${stamp(first + (index + 1) * 3_600_000)}`, "SUMMARY:x"),
  );
  const items = readSoon(eventOf("a", start, "RRULE:FREQ=HOURLY"), ...changes);
  expect(Object.keys(items)).toHaveLength(20_001);
  expect(items[`a/${stamp(first + 3_600_000)}`]).toMatchObject({ title: "x", recurrence: [] });
});
