import { afterAll, beforeAll, expect, test } from "bun:test";
import fc from "fast-check";
import ICAL from "ical.js";
import { PorterError } from "../../server/errors.ts";
import { calendarText, openCalDavClient } from "../support/caldav-client.ts";
import { startRadicale, type Radicale } from "../support/radicale.ts";
import { runs } from "../support/long.ts";
import { draft, openHome } from "./home.ts";

let radicale: Radicale;
let other: Awaited<ReturnType<typeof openCalDavClient>>;
let count = 0;
beforeAll(async () => {
  radicale = await startRadicale();
  other = await openCalDavClient(radicale.url);
});
afterAll(() => radicale[Symbol.asyncDispose]());

const KINDS = [
  "porter creates",
  "porter creates days",
  "porter renames one",
  "porter moves one",
  "porter removes one",
  "porter renames all",
  "porter moves all",
  "porter removes all",
  "other creates",
  "other creates a series",
  "other renames",
  "other removes",
  "sync",
] as const;

const Step = fc.record({
  kind: fc.constantFrom(...KINDS),
  /** Which of the events that there are. */
  pick: fc.nat(1_000),
  day: fc.integer({ min: 2, max: 20 }),
  hour: fc.integer({ min: 6, max: 20 }),
});
type Step = typeof Step extends fc.Arbitrary<infer T> ? T : never;

test("whatever Porter and another program do in turn, both end with the same events", async () => {
  const property = fc.asyncProperty(fc.array(Step, { minLength: 20, maxLength: 20 }), async (steps) => {
    const url = await other.makeCalendar(`Both${(count += 1)}`);
    await other.put(url, "first.ics", series("First", 5, 9));
    using home = openHome({ url });
    await home.sync();
    for (const [index, step] of steps.entries()) await take(home, url, { ...step, title: `Step ${index}` });
    await home.sync();
    const atServer = [...(await other.objects(url)).values()].flatMap(occurrencesOf).toSorted();
    expect(home.events().map(describe).toSorted()).toEqual(atServer);
  });
  await fc.assert(property, { numRuns: runs(3, 50), endOnFailure: true });
}, 240_000);

async function take(
  home: ReturnType<typeof openHome>,
  url: string,
  { kind, pick, day, hour, title }: Step & { title: string },
): Promise<void> {
  const { id: calendarId } = home.calendars.list()[0] ?? { id: "" };
  const wall = `2026-11-${pad(day)}T${pad(hour)}:00`;
  const events = home.events();
  const event = events[pick % Math.max(1, events.length)];
  const whole = event?.id.split("@")[0];
  const date = `2026-11-${pad(day)}`;
  const days = { allDay: true as const, start: date, end: `2026-11-${pad(day + 2)}` };
  const time = event?.allDay ? days : draft(title, wall).time;
  const names = kind.startsWith("other re") ? [...(await other.objects(url)).keys()] : [];
  const name = names[pick % Math.max(1, names.length)];
  try {
    if (kind === "sync") await home.sync();
    if (kind === "porter creates") await home.write.create(calendarId, draft(title, wall));
    if (kind === "porter creates days")
      await home.write.create(calendarId, { ...draft(title, wall), time: days });
    if (kind === "other creates") await other.put(url, `${title.slice(5)}.ics`, once(title, day, hour));
    if (kind === "other creates a series")
      await other.put(url, `${title.slice(5)}.ics`, series(title, day, hour));
    if (kind === "other renames" && name) {
      const text = (await other.objects(url)).get(name) ?? "";
      await other.put(url, name, text.replaceAll(/^SUMMARY:.*$/gm, `SUMMARY:${title}`));
    }
    if (kind === "other removes" && name) await other.remove(url, name);
    if (!event || !whole) return;
    if (kind === "porter renames one") await home.write.update(event.id, { title });
    if (kind === "porter moves one") await home.write.update(event.id, { time });
    if (kind === "porter removes one") await home.write.remove(event.id);
    if (kind === "porter renames all") await home.write.update(whole, { title });
    if (kind === "porter moves all") await home.write.update(whole, { time });
    if (kind === "porter removes all") await home.write.remove(whole);
  } catch (error) {
    // What the other one has done meanwhile was read before it was said so.
    if (!(error instanceof PorterError && error.code === "CONFLICT")) throw error;
  }
}

const pad = (of: number): string => String(of).padStart(2, "0");

const once = (title: string, day: number, hour: number) =>
  calendarText([
    `UID:${title}`,
    `DTSTART:202611${pad(day)}T${pad(hour)}0000Z`,
    "DURATION:PT1H",
    `SUMMARY:${title}`,
  ]);

const series = (title: string, day: number, hour: number) =>
  calendarText([
    `UID:${title}`,
    `DTSTART;TZID=Europe/Vienna:202611${pad(day)}T${pad(hour)}0000`,
    `DTEND;TZID=Europe/Vienna:202611${pad(day)}T${pad(hour)}3000`,
    "RRULE:FREQ=WEEKLY;COUNT=4",
    `SUMMARY:${title}`,
  ]);

const describe = ({ start, end, title }: { start: string; end: string; title: string }): string =>
  `${plain(start)} ${plain(end)} ${title}`;
const plain = (time: string): string => (time.length === 10 ? time : new Date(time).toISOString());

/** As ical.js has them, which the other program asks. */
function occurrencesOf(text: string): string[] {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const events = calendar.getAllSubcomponents("vevent");
  const main = events.find((event) => !event.hasProperty("recurrence-id"));
  if (!main) throw new Error("An object without its event.");
  const event = new ICAL.Event(main, { exceptions: events.filter((one) => one !== main) });
  const told = (time: ICAL.Time): string => (time.isDate ? time.toString() : time.toJSDate().toISOString());
  if (!event.isRecurring()) return [`${told(event.startDate)} ${told(event.endDate)} ${event.summary}`];
  const found: string[] = [];
  const occurrences = event.iterator();
  for (let next = occurrences.next(); next; next = occurrences.next()) {
    const { startDate, endDate, item } = event.getOccurrenceDetails(next);
    found.push(`${told(startDate)} ${told(endDate)} ${item.summary}`);
  }
  return found;
}
