import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { join } from "node:path";
import { PorterError } from "../../server/errors.ts";
import { runs } from "../support/long.ts";
import { at, openGoogle, type OpenGoogle } from "./open-google.ts";

const SEQUENCES = runs(40, 2_000);
const MOST_EVENTS = 6;
/** Of a series of three days from the 23rd. */
const RULE = ["RRULE:FREQ=DAILY;COUNT=3"];

/** Mulberry32: the same sequences in every run. */
function createRandom(seed: number) {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  return { below, of: <T>(list: readonly T[]): T | undefined => list[below(list.length)] };
}
type Random = ReturnType<typeof createRandom>;

const time = (hour: number, day: number) => {
  const { start, end } = at(hour, day);
  return {
    allDay: false as const,
    start: new Date(start.dateTime),
    end: new Date(end.dateTime),
    timeZone: "Europe/Vienna",
  };
};

/** Somebody in Google's own app. */
function actAtGoogle({ google }: OpenGoogle, random: Random, name: string): void {
  const calendar = google.calendar();
  const events = calendar.events().filter(({ status }) => status !== "cancelled");
  const event = random.of(events);
  const day = 23 + random.below(3);
  const action = random.below(events.length >= MOST_EVENTS ? 2 : 5);
  if (!event || action >= 3) {
    google.addEvent({
      summary: name,
      ...at(7 + random.below(12)),
      ...(action === 4 && { recurrence: RULE }),
    });
    return;
  }
  const hour = event.start?.dateTime?.slice(11, 13);
  const isSeries = (event.recurrence?.length ?? 0) > 0;
  const instance = isSeries && random.below(2) ? idOf(event, day) : undefined;
  const taken = calendar.events().some(({ id, status }) => id === instance && status === "cancelled");
  const id = instance === undefined || taken || hour === undefined ? (event.id ?? "") : instance;
  if (action === 0) calendar.remove(id, null);
  else if (action === 1 || isSeries) calendar.patch(id, null, { summary: name });
  else calendar.patch(id, null, at(7 + random.below(12), day));
}

const idOf = (series: { id?: string | null; start?: { dateTime?: string | null } }, day: number): string =>
  `${series.id}_202611${day}T${new Date(series.start?.dateTime ?? "").toISOString().slice(11, 19).replaceAll(":", "")}Z`;

/** Somebody in Porter, who sees what Porter has: what it has missed may be refused, and nothing else. */
async function actInPorter(porter: OpenGoogle, random: Random, name: string): Promise<void> {
  const { write } = porter.source;
  const event = random.of(porter.year());
  const action = random.below(3);
  try {
    if (!event || action === 0) {
      const draft = { title: name, description: "", location: "", time: time(7 + random.below(12), 23) };
      await write?.create(porter.calendar(), draft, porter.call);
      return;
    }
    const isWhole = random.below(3) === 0;
    const target = porter.context.calendars.target(isWhole ? event.id.slice(0, 36) : event.id);
    if (action === 1) await write?.remove(target, porter.call);
    else if (random.below(2)) await write?.update(target, { title: name }, porter.call);
    else if (target.item.recurrence.length === 0 || target.occurrence)
      await write?.update(target, { time: time(7 + random.below(12), 23 + random.below(3)) }, porter.call);
  } catch (error) {
    if (!(error instanceof PorterError) || error.code !== "CONFLICT") throw error;
  }
}

type Row = {
  id: string;
  title: string;
  etag: string;
  start: number;
  status: string;
  series: string | null;
  original: number | null;
};

const rowsOf = (database: Database): Row[] =>
  database
    .query<Row, []>(
      `SELECT source_id AS id, title, etag, start_at AS start, status, series_source_id AS series, original_start AS original
       FROM calendar_items ORDER BY source_id`,
    )
    .all();

/** What Porter should have; of an occurrence that is left out only which one it is. */
const expected = ({ google }: OpenGoogle) =>
  google
    .calendar()
    .events()
    .map((event) => ({
      id: event.id,
      isLeftOut: event.status === "cancelled",
      series: event.recurringEventId ?? null,
      original: event.originalStartTime ? Date.parse(event.originalStartTime.dateTime ?? "") : null,
      ...(event.status !== "cancelled" && {
        title: event.summary ?? "",
        etag: event.etag,
        start: Date.parse(event.start?.dateTime ?? ""),
      }),
    }))
    .toSorted((a, b) => ((a.id ?? "") < (b.id ?? "") ? -1 : 1));

const had = (database: Database) =>
  rowsOf(database).map(({ id, status, series, original, ...rest }) => ({
    id,
    isLeftOut: status === "cancelled",
    series,
    original,
    ...(status !== "cancelled" && { title: rest.title, etag: rest.etag, start: rest.start }),
  }));

test(`${SEQUENCES} random sequences of changes on both sides end in the same calendar`, async () => {
  await using porter = await openGoogle();
  await porter.signIn();
  await porter.sync();
  // Nobody pulls the plug here: 10,000 times waiting for the disk would say nothing.
  porter.db.$client.run("PRAGMA synchronous = OFF");
  using database = new Database(join(porter.dataDir, "porter.db"), { readonly: true });
  const random = createRandom(20261123);
  for (let sequence = 0; sequence < SEQUENCES; sequence += 1) {
    const steps = 1 + random.below(3);
    for (let step = 0; step < steps; step += 1) {
      const name = `${sequence}.${step}`;
      const kind = random.below(8);
      if (kind < 4) actAtGoogle(porter, random, name);
      else if (kind < 7) await actInPorter(porter, random, name);
      else if (random.below(8) === 0) porter.google.calendar().forgetSyncTokens();
      else await porter.sync();
    }
    await porter.sync();
    expect<object[]>(had(database)).toEqual(expected(porter));
  }
});
