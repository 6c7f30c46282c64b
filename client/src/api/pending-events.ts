import { batch, createSignal } from "solid-js";
import type { CalendarEvent } from "../../../shared/calendar.ts";
import { newId } from "./ids.ts";

type Change = (event: CalendarEvent) => CalendarEvent;
/**
 * Events as they will be when the server has done what was asked; null: gone. Under the id of a series, what becomes of
 * each of its occurrences. It lies over what the server says, so that a list which is asked for again meanwhile does not
 * bring the old state back for a moment.
 */
type Pending = ReadonlyMap<string, CalendarEvent | Change | null>;
const [pending, setPending] = createSignal<Pending>(new Map());

const without = (all: Pending, id: string) => new Map([...all].filter(([key]) => key !== id));

/** Shows `event` until the result is called. */
export function showPending(id: string, event: CalendarEvent | Change | null): () => void {
  setPending((all) => new Map(all).set(id, event));
  return () => {
    // A later change of the same event has its own way back.
    if (pending().get(id) === event) setPending((all) => without(all, id));
  };
}

/** By the server's id, under which key the page knew an event before it had one. */
const firstKeys = new Map<string, string>();

/** Stays the same when the server names a new event, so that its row does, and the focus on it. */
export const keyOf = ({ id }: Pick<CalendarEvent, "id">): string => firstKeys.get(id) ?? id;

/** Goes on showing what stood under `id` as what the server has made of it, until the result is called. */
export function namePending(id: string, event: CalendarEvent): () => void {
  firstKeys.set(event.id, id);
  return batch(() => {
    setPending((all) => without(all, id));
    return showPending(event.id, event);
  });
}

/** The id of an event that the server has not named yet: nothing can be done with it until then. */
export const newEventId = (): string => `new:${newId()}`;
export const isUnnamed = (id: string): boolean => id.startsWith("new:");

/** The id of the whole series that an occurrence belongs to. */
export const seriesIdOf = (id: string): string => id.split("@")[0] ?? id;
/** Whether it is one of a series; what repeats and is not stands for all of it. */
export const isOccurrence = (id: string): boolean => id.includes("@");

/** An event as it is to be shown; undefined: not at all. */
export function withPending(event: CalendarEvent): CalendarEvent | undefined {
  const all = pending();
  const [own, series] = [all.get(event.id), all.get(seriesIdOf(event.id))];
  if (own === null || series === null) return undefined;
  if (typeof own === "object") return own;
  return typeof series === "function" ? series(event) : event;
}

export function withAllPending(events: readonly CalendarEvent[]): CalendarEvent[] {
  const known = new Set(events.map(({ id }) => id));
  const added = [...pending()].flatMap(([id, event]) =>
    typeof event === "object" && event && !known.has(id) ? [event] : [],
  );
  return [...events.flatMap((event) => withPending(event) ?? []), ...added];
}
