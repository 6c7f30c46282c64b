import type { CalendarEvent, CreateEvent, UpdateEvent } from "../../../shared/calendar.ts";
import { explain, porterError } from "../api/errors.ts";
import { refreshCalendar } from "../api/feed-cache.ts";
import { api } from "../api/options.ts";
import { namePending, newEventId, seriesIdOf, showPending } from "../api/pending-events.ts";
import { titleOf } from "../ui/event-words.ts";
import { dismissToast, offerUndo, showToast } from "../shell/toast.ts";
import { createOrder } from "./in-order.ts";

/*
 * The changes of events that several pages make. Each is shown at once and taken back when the calendar refuses. They do
 * not wait in the outbox: sent twice, a new event would stand there twice.
 */

/** What a person says of an event: days of an all-day event, otherwise moments; the end is exclusive. */
export type EventTexts = Required<Pick<CreateEvent, "title" | "start" | "end" | "allDay">> &
  Pick<CreateEvent, "description" | "location" | "calendarId">;
export type EventPatch = Omit<UpdateEvent, "id">;
/** Of a series: this one, or all of them. */
export type Which = "one" | "series";
/** How long its texts may be; the twin of shared/calendar.ts without zod, as in api/errors.ts. */
export const LONGEST = { title: 500, location: 1_000, description: 8_000 };

export const quoted = (event: { title: string }) => `“${titleOf(event)}”`;

export const inOrder = createOrder();

export const run = (
  action: "create_event" | "update_event" | "delete_event",
  params: Record<string, unknown>,
) => api.integrations.run.mutate({ integrationId: "calendar", action, params });

/** The server resolves when its own copy has the change; what lies over it goes when the page has it, too. */
export async function settle(withdraw: () => void): Promise<void> {
  await refreshCalendar();
  withdraw();
}

export function refuse(deed: string, error: unknown): void {
  const isStale = porterError(error)?.code === "CONFLICT";
  if (isStale) void refreshCalendar();
  const why = isStale ? "it was changed elsewhere meanwhile." : explain(error);
  showToast({ message: `Not ${deed}: ${why}`, kind: "error" });
}

const asEvent = (texts: EventTexts, id: string): CalendarEvent => ({
  description: "",
  location: "",
  ...texts,
  id,
  calendarId: texts.calendarId ?? "",
  isRecurring: false,
  timeZone: null,
  status: "confirmed",
  isFree: false,
  attendees: [],
  htmlLink: null,
});

/** Makes it and offers the way back. Returns whether there is one. */
export async function createEvent(texts: EventTexts, words = `Created ${quoted(texts)}`): Promise<boolean> {
  const id = newEventId();
  let withdraw = showPending(id, asEvent(texts, id));
  try {
    const answer = await inOrder(() => run("create_event", texts));
    // What the action answers, by its contract; the router passes on what any integration says.
    const { event } = answer as { event: CalendarEvent };
    withdraw = namePending(id, event);
    await settle(withdraw);
    offerUndo(words, () => void takeBack(event));
    return true;
  } catch (error) {
    withdraw();
    refuse("created", error);
    return false;
  }
}

async function takeBack(event: CalendarEvent): Promise<void> {
  const withdraw = showPending(event.id, null);
  try {
    await inOrder(() => run("delete_event", { id: event.id }));
    await settle(withdraw);
  } catch (error) {
    withdraw();
    refuse("taken back", error);
  }
}

/** What takes a patch back. */
export const inverseOf = (patch: EventPatch, event: CalendarEvent): EventPatch =>
  Object.fromEntries(Object.keys(patch).map((key) => [key, event[key as keyof EventPatch]])); // a patch's keys

/** Whether a calendar would take these texts: it can have others that were written elsewhere. */
const canBeWritten = ({
  title = "-",
  description = "",
  location = "",
}: Pick<EventPatch, "title" | "description" | "location">): boolean =>
  title !== "" &&
  title.length <= LONGEST.title &&
  description.length <= LONGEST.description &&
  location.length <= LONGEST.location;

/** `words`: what is told, with the way back where there is one. The result withdraws it. */
export function tell(words: string, back: EventPatch, goBack: () => void): () => void {
  if (canBeWritten(back)) return offerUndo(words, goBack);
  const toast = showToast({ message: words });
  return () => dismissToast(toast);
}

/** `words`: what is told of it. Returns whether it was changed. */
export async function changeEvent(event: CalendarEvent, patch: EventPatch, words: string): Promise<boolean> {
  const changed: CalendarEvent = { ...event, ...patch };
  const withdraw = showPending(event.id, changed);
  const back = inverseOf(patch, event);
  const withdrawOffer = tell(
    words,
    back,
    () => void changeEvent(changed, back, `${quoted(event)} is as it was`),
  );
  try {
    await inOrder(() => run("update_event", { id: event.id, ...patch }));
    await settle(withdraw);
    return true;
  } catch (error) {
    withdraw();
    withdrawOffer();
    refuse("changed", error);
    return false;
  }
}

export const moveEvent = (event: CalendarEvent, time: Pick<CalendarEvent, "start" | "end">): void =>
  void changeEvent(event, { start: time.start, end: time.end }, `Moved ${quoted(event)}`);

/** Whether making it anew would bring all of it back. */
export const canBringBack = (event: CalendarEvent): boolean =>
  canBeWritten(event) &&
  !event.isRecurring &&
  event.attendees.length === 0 &&
  !event.isFree &&
  event.status === "confirmed";

/** `series`: with all others of its series. What can be brought back is offered to be. */
export async function removeEvent(event: CalendarEvent, which: Which = "one"): Promise<void> {
  const id = which === "series" ? seriesIdOf(event.id) : event.id;
  const withdraw = showPending(id, null);
  const words = `Deleted ${quoted(event)}`;
  const { title, start, end, allDay, description, location, calendarId } = event;
  const again = { title, start, end, allDay, description, location, calendarId };
  const withdrawOffer = canBringBack(event)
    ? offerUndo(words, () => void createEvent(again, `${quoted(event)} is back`))
    : undefined;
  try {
    await inOrder(() => run("delete_event", { id }));
    await settle(withdraw);
    if (!withdrawOffer) showToast({ message: words });
  } catch (error) {
    withdraw();
    withdrawOffer?.();
    refuse("deleted", error);
  }
}
