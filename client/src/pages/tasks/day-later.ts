import { atTime, toTimeField } from "../../ui/date-fields.ts";

/** Tomorrow, or for what is due then or later a day after that; at the same time of day. */
export function dayLater(due: Date | null, now: Date): { due: Date; isTomorrow: boolean } {
  const tomorrow = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
  const isTomorrow = due === null || due < tomorrow;
  const day = isTomorrow ? tomorrow : new Date(due.getFullYear(), due.getMonth(), due.getDate() + 1);
  const time = toTimeField(due);
  return { due: time === "" ? day : atTime(day, time), isTomorrow };
}
