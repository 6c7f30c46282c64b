import { z } from "zod";
import { CalendarEvent, CalendarEventId } from "../../../shared/calendar.ts";
import { Id } from "../../../shared/ids.ts";
import type { CalendarTools } from "../../calendar/tools.ts";
import { PorterError } from "../../errors.ts";
import type { LiveIntegration } from "../contract.ts";
import type { actions } from "./actions.ts";

/** What an action can give an event. */
const Facts = CalendarEvent.pick({
  title: true,
  description: true,
  location: true,
  start: true,
  end: true,
  allDay: true,
  timeZone: true,
});
type Facts = z.infer<typeof Facts>;

const Kept = z.discriminatedUnion("did", [
  z.object({ did: z.literal("created"), id: CalendarEventId, now: Facts }),
  /** Only what became different. */
  z.object({ did: z.literal("updated"), id: CalendarEventId, before: Facts.partial(), now: Facts.partial() }),
  z.object({ did: z.literal("deleted"), calendarId: Id, before: Facts }),
]);
type Kept = z.infer<typeof Kept>;

const TIMES = ["start", "end", "allDay", "timeZone"] as const;
const TEXTS = ["title", "description", "location"] as const;

export const keptOfCreated = (event: CalendarEvent): Kept => ({
  did: "created",
  id: event.id,
  now: Facts.parse(event),
});

/** Undefined when it cannot be changed back: a series that was moved, and what took place wherever its owner is. */
export function keptOfUpdated(id: string, before: CalendarEvent, now: CalendarEvent): Kept | undefined {
  const isMoved = TIMES.some((field) => before[field] !== now[field]);
  const isWholeSeries = before.isRecurring && !id.includes("@");
  if (isMoved && (isWholeSeries || isFloating(before))) return undefined;
  const fields = [...TEXTS.filter((field) => before[field] !== now[field]), ...(isMoved ? TIMES : [])];
  const only = (event: CalendarEvent) => Object.fromEntries(fields.map((field) => [field, event[field]]));
  return { did: "updated", id, before: only(before), now: only(now) };
}

/** Undefined when it cannot be made again as it was: one of a series, one with guests. */
export function keptOfDeleted(before: CalendarEvent): Kept | undefined {
  const isSimple = !before.isRecurring && before.attendees.length === 0 && !before.isFree;
  if (!isSimple || isFloating(before)) return undefined;
  return { did: "deleted", calendarId: before.calendarId, before: Facts.parse(before) };
}

const isFloating = ({ allDay, timeZone }: Facts): boolean => !allDay && timeZone === null;

/** Takes back what the actions did, by the same actions. */
export function undoActions(
  calendars: Pick<CalendarTools, "event" | "list">,
  handle: LiveIntegration<typeof actions>["handle"],
): NonNullable<LiveIntegration["undo"]> {
  function check(given: unknown): Kept {
    const kept = Kept.parse(given);
    if (kept.did === "deleted") {
      if (!calendars.list().some(({ id, isWritable }) => isWritable && id === kept.calendarId))
        throw new PorterError("NOT_FOUND", "Its calendar is gone, or can only be read.");
      return kept;
    }
    const current = calendars.event(kept.id);
    const isAsLeft = Object.entries(kept.now).every(([field, value]) => Object(current)[field] === value);
    if (!isAsLeft) throw new PorterError("CONFLICT", "The event was changed since.");
    return kept;
  }

  return {
    check,
    async run(given, call) {
      const kept = check(given);
      switch (kept.did) {
        case "created":
          await handle.delete_event({ id: kept.id }, call);
          return;
        case "updated":
          await handle.update_event({ id: kept.id, ...withoutNull(kept.before) }, call);
          return;
        case "deleted":
          await handle.create_event({ calendarId: kept.calendarId, ...withoutNull(kept.before) }, call);
          return;
      }
    },
  };
}

/** An event of whole days has no zone. */
const withoutNull = <T extends { timeZone?: string | null | undefined }>({ timeZone, ...others }: T) => ({
  ...others,
  ...(timeZone !== null && timeZone !== undefined && { timeZone }),
});
