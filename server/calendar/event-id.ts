import { readTime, writeDay, writeTime } from "./rfc-times.ts";

/** `originalStart` in ms; of a series of days, the midnight in UTC. Null: the whole item. */
type EventRef = { itemId: string; originalStart: number | null };

/** The id of a whole item, or of the occurrence of a series that begins, or would have begun, at a time. */
export function eventIdOf(itemId: string, occurrence?: { originalStart: number; allDay: boolean }): string {
  if (!occurrence) return itemId;
  const write = occurrence.allDay ? writeDay : writeTime;
  return `${itemId}@${write(occurrence.originalStart)}`;
}

/** Undefined for what is no id of an event. */
export function readEventId(id: string): EventRef | undefined {
  const [itemId = "", at] = id.split("@", 2);
  if (at === undefined) return { itemId, originalStart: null };
  const time = readTime(at);
  return time && { itemId, originalStart: time.wall };
}
