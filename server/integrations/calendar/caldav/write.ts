import ICAL from "ical.js";
import type { ItemTime } from "../../../calendar/item.ts";
import type { EventTarget } from "../../../calendar/tools.ts";
import { stampOf } from "../ics/times.ts";
import type { EventDraft } from "../source.ts";
import { formFor, formOf, timeProperty, type ClockForm } from "./clock-form.ts";
import { overrideAt, parseObject, tooMuch, touch, writeObject, type EventObject } from "./event-object.ts";
import { moveSeries } from "./move-series.ts";
import { stampIn } from "./object-ids.ts";
import { timeZoneComponent } from "./time-zone.ts";

/** `timeZone`: Porter's own. */
type Now = { now: Date; timeZone: string };

/** An object with one event that takes place once. */
export function newObject(draft: EventDraft, uid: string, given: Now): string {
  const calendar = new ICAL.Component("vcalendar");
  calendar.addPropertyWithValue("version", "2.0");
  calendar.addPropertyWithValue("prodid", "-//Porter//Calendar//EN");
  const event = new ICAL.Component("vevent");
  event.addPropertyWithValue("uid", uid);
  event.addProperty(
    new ICAL.Property(["dtstamp", {}, "date-time", given.now.toISOString().replace(/\.\d+/, "")]),
  );
  setTime(event, draft.time, formFor(draft.time, given.timeZone));
  setTexts(event, draft);
  addZone(calendar, draft.time, given);
  calendar.addSubcomponent(event);
  return writeObject({ calendar });
}

/**
 * The object with the event, or the one occurrence, changed. What Porter does not know of (alarms, attachments,
 * properties of other programs) stays.
 * @throws PorterError INVALID
 */
export function changedObject(
  text: string,
  { target, change }: { target: EventTarget; change: Partial<EventDraft> },
  given: Now,
): string {
  const object = parseObject(text, given.timeZone);
  const known = eventOf(object, target);
  const event = known ?? newOverride(object, target, given);
  const { item } = target;
  const { time } = change;
  if (time && !(known && Bun.deepEquals(time, item.time))) {
    const [like, written] =
      object.main && target.occurrence ? [object.main, target.occurrence.series.time] : [event, item.time];
    const isSameClock = !time.allDay && !written.allDay && time.timeZone === written.timeZone;
    const form = isSameClock ? formOf(like, written, given.timeZone) : formFor(time, given.timeZone);
    if (event === object.main) moveSeries(object, { from: item.time, to: time, form });
    setTime(event, time, form);
    if (!isSameClock) addZone(object.calendar, time, given);
  }
  setTexts(event, change);
  touch(event, given.now);
  return writeObject(object);
}

/** The object without the occurrence; undefined when nothing is left of it. @throws PorterError INVALID */
export function withoutOccurrence(text: string, target: EventTarget, given: Now): string | undefined {
  const object = parseObject(text, given.timeZone);
  const event = eventOf(object, target);
  if (event) object.calendar.removeSubcomponent(event);
  if (!object.main) return object.overrides.length > 1 ? writeObject(object) : undefined;
  if (target.occurrence) {
    const { series, originalStart } = target.occurrence;
    object.main.addProperty(
      timeProperty("exdate", originalStart, formOf(object.main, series.time, given.timeZone)),
    );
    touch(object.main, given.now);
  }
  return writeObject(object);
}

/** What of the object the target is; undefined: an occurrence that is as its series says. */
function eventOf(object: EventObject, { item, occurrence }: EventTarget): ICAL.Component | undefined {
  const stamp = occurrence ? stampOf(occurrence.originalStart) : stampIn(item.sourceId);
  const event =
    stamp === undefined ? object.main : overrideAt(object, stamp, (occurrence?.series ?? item).time);
  if (!event && (!occurrence || !object.main)) throw tooMuch();
  return event;
}

/** A copy of the series for one occurrence (RFC 5545, 3.8.4.4), at the time that it has. */
function newOverride({ calendar, main }: EventObject, target: EventTarget, given: Now): ICAL.Component {
  if (!main || !target.occurrence) throw tooMuch();
  const { series, originalStart } = target.occurrence;
  const form = formOf(main, series.time, given.timeZone);
  const override = new ICAL.Component(structuredClone(main.toJSON()));
  for (const name of ["rrule", "rdate", "exdate", "exrule"]) override.removeAllProperties(name);
  override.addProperty(timeProperty("recurrence-id", originalStart, form));
  setTime(override, target.item.override ? target.item.time : timeAt(series.time, originalStart), form);
  calendar.addSubcomponent(override);
  return override;
}

/** Of an occurrence that begins then. All are equally long (RFC 5545, 3.8.5.3), days by the day. */
function timeAt(series: ItemTime, start: string | Date): ItemTime {
  const length = Number(new Date(series.end)) - Number(new Date(series.start));
  const end = new Date(Number(new Date(start)) + length);
  if (series.allDay) return { allDay: true, start: String(start), end: end.toISOString().slice(0, 10) };
  return { allDay: false, start: new Date(start), end, timeZone: series.timeZone };
}

function setTime(event: ICAL.Component, time: ItemTime, form: ClockForm): void {
  for (const name of ["dtstart", "dtend", "duration"]) event.removeAllProperties(name);
  event.addProperty(timeProperty("dtstart", time.start, form));
  event.addProperty(timeProperty("dtend", time.end, form));
}

function setTexts(event: ICAL.Component, change: Partial<EventDraft>): void {
  for (const [name, text] of [
    ["summary", change.title],
    ["description", change.description],
    ["location", change.location],
  ] as const) {
    if (text === undefined) continue;
    // The same in other words: as HTML, in another language, at an address (RFC 5545, 3.2.1). They would be wrong now.
    event.removeAllProperties(name);
    if (name === "description") event.removeAllProperties("x-alt-desc");
    if (text !== "") event.addPropertyWithValue(name, writable(text));
  }
}

/** ical.js writes a line break as `\n`, and what else would end a line or cannot stand in one (RFC 5545, 3.1) as it is. */
const writable = (text: string): string => text.replace(/\r\n?/g, "\n").replace(/[^\P{Cc}\n\t]/gu, "");

/** Each zone that a time names must be told (RFC 5545, 3.2.19). */
function addZone(calendar: ICAL.Component, time: ItemTime, { now, timeZone }: Now): void {
  const form = formFor(time, timeZone);
  if (time.allDay || form.type !== "local" || form.tzid === undefined) return;
  const isThere = calendar
    .getAllSubcomponents("vtimezone")
    .some((zone) => zone.getFirstPropertyValue("tzid") === form.tzid);
  if (!isThere) calendar.addSubcomponent(timeZoneComponent(form.zone, time.start, now));
}
