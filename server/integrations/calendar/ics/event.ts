import { createHash } from "node:crypto";
import type { Attendee } from "../../../../shared/calendar.ts";
import type { CalendarItem } from "../../../calendar/item.ts";
import { toLine, toText } from "../../outside-text.ts";
import { propertiesOf, type Property } from "./property.ts";
import { repeatsOf, type Repeats } from "./repeats.ts";
import { periodsOf, spanOf, timesOf, type ReadTime } from "./times.ts";
import type { Zones } from "./zones.ts";

/** One VEVENT, not yet put together with the others of its UID. */
export type ReadEvent = {
  uid: string;
  sequence: number;
  /** As what takes place once, under its UID. */
  item: CalendarItem;
  repeats: Repeats;
  /** Occurrences that are not as long as the others. */
  periods: { start: Date; end: Date }[];
  /** Which occurrence it takes the place of. */
  replaces: { time: ReadTime; andFollowing: boolean } | undefined;
};

/** undefined: it has no time, or one that is none. */
export function readEvent(lines: readonly string[], zones: Zones): ReadEvent | undefined {
  const properties = propertiesOf(lines);
  const first = (name: string): Property | undefined => properties.get(name)?.[0];
  const all = (name: string): Property[] => properties.get(name) ?? [];
  const text = (name: string): string => textOf(first(name)?.values[0]);
  const word = (name: string): string => text(name).trim().toUpperCase();

  const recurrenceId = first("RECURRENCE-ID");
  const replaced = recurrenceId && timesOf(recurrenceId, zones)[0];
  const dtstart = first("DTSTART");
  // What is left out needs no start of its own.
  const start = dtstart ? timesOf(dtstart, zones)[0] : replaced;
  if (!start || (recurrenceId && !replaced)) return undefined;

  const time = spanOf(start, { end: first("DTEND"), duration: first("DURATION"), zones });
  const title = toLine(text("SUMMARY"), 500);
  const uid = toLine(text("UID"), MAX_UID) || nameless(title, time.start);
  return {
    uid,
    sequence: Number(text("SEQUENCE")) || 0,
    item: {
      sourceId: uid,
      etag: null,
      title,
      description: toText(text("DESCRIPTION"), 8_000),
      location: toLine(text("LOCATION"), 1_000),
      time,
      status: STATUS[word("STATUS")] ?? "confirmed",
      isFree: readFree({ transp: word("TRANSP"), busy: word("X-MICROSOFT-CDO-BUSYSTATUS"), ...time }),
      attendees: all("ATTENDEE").slice(0, MAX_ATTENDEES).flatMap(readAttendee),
      htmlLink: readLink(text("URL")),
      recurrence: [],
      override: null,
    },
    repeats: repeatsOf(properties, time, zones),
    periods: all("RDATE").flatMap((property) => periodsOf(property, zones)),
    replaces: replaced && {
      time: replaced,
      andFollowing: recurrenceId?.parameters.range?.toUpperCase() === "THISANDFUTURE",
    },
  };
}

/**
 * Whether it leaves its time free (RFC 5545, 3.8.2.7). What says nothing takes its time, as the RFC has it, unless it is
 * of whole days: those are holidays and birthdays, which keep nobody from anything.
 */
function readFree({ transp, busy, allDay }: { transp: string; busy: string; allDay: boolean }): boolean {
  if (busy === "FREE") return true;
  return transp === "" && busy === "" ? allDay : transp === "TRANSPARENT";
}

const MAX_UID = 500;
const MAX_ATTENDEES = 500;

const STATUS: Partial<Record<string, CalendarItem["status"]>> = {
  TENTATIVE: "tentative",
  CANCELLED: "cancelled",
};

const RESPONSE: Partial<Record<string, Attendee["response"]>> = {
  ACCEPTED: "accepted",
  DECLINED: "declined",
  TENTATIVE: "tentative",
};

const textOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";

/** The same at every reading, as long as the event stays what it is. */
const nameless = (title: string, start: string | Date): string =>
  createHash("sha256")
    .update(JSON.stringify([title, start]))
    .digest("hex")
    .slice(0, 40);

function readAttendee({ parameters, values: [address] }: Property): Attendee[] {
  const [, mail] = /^mailto:(.+)$/i.exec(textOf(address).trim()) ?? [];
  const email = toLine(mail ?? parameters.email ?? "", 320);
  if (email === "") return [];
  const name = toLine(parameters.cn ?? "", 300);
  return [
    {
      email,
      name: name === "" ? null : name,
      response: RESPONSE[parameters.partstat?.toUpperCase() ?? ""] ?? "needs_action",
    },
  ];
}

/** Only what a browser may be sent to. */
function readLink(given: string): string | null {
  if (given.length > 2_000 || !URL.canParse(given)) return null;
  const { protocol, href } = new URL(given);
  return protocol === "https:" || protocol === "http:" ? href : null;
}
