import type { CalendarEvent } from "../../shared/calendar.ts";

const plain = (title: string): Omit<CalendarEvent, "start" | "end" | "allDay"> => ({
  id: "00000000-0000-7000-8000-000000000000",
  calendarId: "00000000-0000-7000-8000-00000000000c",
  isRecurring: false,
  title,
  description: "",
  location: "",
  timeZone: null,
  status: "confirmed",
  isFree: false,
  attendees: [],
  htmlLink: null,
});

/** A moment on 25 November 2026, in hours of this machine's clock. */
export const hour = (hours: number): Date => new Date(2026, 10, 25, 0, Math.round(hours * 60));

export const event = (title: string, from: number, to: number): CalendarEvent => ({
  ...plain(title),
  start: hour(from).toISOString(),
  end: hour(to).toISOString(),
  allDay: false,
});

export const longEvent = (title: string, start: string, end: string): CalendarEvent => ({
  ...plain(title),
  start,
  end,
  allDay: true,
});

/** Does it while the machine's clock is that of another place. */
export function inZone(name: string, work: () => void): void {
  const before = process.env.TZ;
  process.env.TZ = name;
  try {
    work();
  } finally {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  }
}
