import ICAL from "ical.js";
import type { ItemTime } from "../../../calendar/item.ts";
import { PorterError } from "../../../errors.ts";
import { blocksOf } from "../ics/content.ts";
import { stampOf, startLike, timesOf } from "../ics/times.ts";
import { createZones, type Zones } from "../ics/zones.ts";

/** An iCalendar object that is to be changed: all that is in it stays as it is, but for what is changed. */
export type EventObject = {
  calendar: ICAL.Component;
  /** undefined: only single occurrences of the event are told of. */
  main: ICAL.Component | undefined;
  /** What takes the place of single occurrences. */
  overrides: ICAL.Component[];
  zones: Zones;
};

/** @throws PorterError INVALID: it holds what Porter could only damage */
export function parseObject(text: string, home: string): EventObject {
  const calendar = parse(text);
  const events = calendar.getAllSubcomponents("vevent");
  const [main, ...others] = events.filter((event) => !event.hasProperty("recurrence-id"));
  const overrides = events.filter((event) => event.hasProperty("recurrence-id"));
  const isRanged = overrides.some((event) =>
    event.getFirstProperty("recurrence-id")?.getFirstParameter("range"),
  );
  if (others.length > 0 || isRanged) throw tooMuch();
  const definitions = [...blocksOf(text)].flatMap(({ name, lines }) => (name === "VTIMEZONE" ? [lines] : []));
  return { calendar, main, overrides, zones: createZones(definitions, home) };
}

export const writeObject = ({ calendar }: Pick<EventObject, "calendar">): string =>
  `${calendar.toString()}\r\n`;

/** The starts that a RECURRENCE-ID, an EXDATE … of an event at `time` names. */
export function startsIn(property: ICAL.Property, time: ItemTime, zones: Zones): (string | Date)[] {
  const [, , type, ...values] = property.toJSON();
  if (type === "period") throw tooMuch();
  const tzid = property.getFirstParameter("tzid");
  return timesOf({ name: property.name, parameters: { tzid }, type, values }, zones).map((read) =>
    startLike(read, time, zones.home),
  );
}

/** What takes the place of the occurrence that would have begun then (RFC 5545, 3.8.4.4). */
export const overrideAt = (
  { overrides, zones }: EventObject,
  stamp: string,
  time: ItemTime,
): ICAL.Component | undefined =>
  overrides.find((event) => {
    const replaced = event.getFirstProperty("recurrence-id");
    return replaced !== null && startsIn(replaced, time, zones).map(stampOf).includes(stamp);
  });

/** That it was changed now, by whom keeps it (RFC 5545, 3.8.7). */
export function touch(event: ICAL.Component, now: Date): void {
  const at = now.toISOString().replace(/\.\d+/, "");
  for (const name of ["dtstamp", "last-modified"]) {
    event.removeAllProperties(name);
    event.addProperty(new ICAL.Property([name, {}, "date-time", at]));
  }
  const sequence = Number(event.getFirstPropertyValue("sequence") ?? 0);
  event.updatePropertyWithValue("sequence", (sequence || 0) + 1);
}

/** The words of ical.js's error quote the event: they go nowhere. */
function parse(text: string): ICAL.Component {
  try {
    const read: unknown = ICAL.parse(text);
    if (Array.isArray(read) && read[0] === "vcalendar") return new ICAL.Component(read);
  } catch {
    throw tooMuch();
  }
  throw tooMuch();
}

export const tooMuch = (): PorterError =>
  new PorterError("INVALID", "This event is made in a way that only its own calendar program can change.");
