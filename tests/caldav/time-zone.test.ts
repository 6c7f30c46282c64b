import { expect, test } from "bun:test";
import ICAL from "ical.js";
import { timeZoneComponent } from "../../server/integrations/calendar/caldav/time-zone.ts";

const NOW = new Date("2026-11-23");

/** With a rule, without one, with changed rules, with clocks that are changed no more, by the moon. */
const ZONES = [
  "Europe/Vienna",
  "Europe/Dublin",
  "America/New_York",
  "America/Santiago",
  "America/Sao_Paulo",
  "Asia/Tokyo",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Africa/Casablanca",
  "Europe/Istanbul",
];

for (const zone of ZONES)
  test(`the VTIMEZONE of ${zone} has its offsets, from its first day on and for ten years`, () => {
    const from = Date.parse("2005-06-01T00:00:00Z");
    const component = new ICAL.Component(ICAL.parse(timeZoneComponent(zone, new Date(from), NOW).toString()));
    const written = new ICAL.Timezone({ component, tzid: zone });
    const wrong: string[] = [];
    for (let at = from; at < Date.parse("2036-11-23"); at += 55 * 3_600_000) {
      const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
      const { year, month, day, hour, minute } = there;
      const wall = there.toPlainDateTime();
      // A time that the clock has twice says nothing of which one it is.
      const [earlier, later] = (["earlier", "later"] as const).map(
        (disambiguation) => wall.toZonedDateTime(zone, { disambiguation }).epochMilliseconds,
      );
      if (earlier !== later) continue;
      const local = new ICAL.Time(
        { year, month, day, hour, minute, second: 0, isDate: false },
        ICAL.Timezone.localTimezone,
      );
      if (written.utcOffset(local) * 1e9 !== there.offsetNanoseconds) wrong.push(there.toString());
    }
    expect(wrong).toEqual([]);
  });

test("a zone that keeps a rule is told by it", () => {
  const text = timeZoneComponent("Europe/Vienna", NOW, NOW).toString();
  expect(text).toContain("RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU");
  expect(text).toContain("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU");
  expect(text.match(/DTSTART/g)).toHaveLength(2);
});
