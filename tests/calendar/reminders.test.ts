import { afterEach, describe, expect, setSystemTime, spyOn, test } from "bun:test";
import { readQuietHours } from "../../server/calendar/quiet-hours.ts";
import { keepEventReminders } from "../../server/calendar/reminders.ts";
import type { Notifications } from "../../server/notifications/service.ts";
import { days, item, openCalendars, timed } from "./house.ts";

afterEach(() => {
  setSystemTime();
});

function withReminders({ quiet, notify }: { quiet?: string; notify?: Notifications["notify"] } = {}) {
  const house = openCalendars();
  const failures: unknown[] = [];
  const start = (signal: AbortSignal) =>
    keepEventReminders({
      db: house.db,
      events: house.events,
      notifications: { notify: notify ?? house.notifications.notify },
      timeZone: "Europe/Berlin",
      quietHours: quiet === undefined ? undefined : readQuietHours(quiet),
      log: { error: (...entry: unknown[]) => void failures.push(entry) },
      signal,
    });
  return {
    ...house,
    failures,
    start,
    /** The server starts at this time, does what is due, and stops. */
    async look(at: string): Promise<string[]> {
      setSystemTime(new Date(at));
      const before = told();
      const abort = new AbortController();
      const kept = start(abort.signal);
      abort.abort();
      await kept;
      return told().slice(before.length);
    },
    marks: () => house.read("SELECT * FROM calendar_reminders"),
  };

  /** Titles, in the order in which they came. */
  function told(): string[] {
    const created = house.read<{ after: string }>(
      "SELECT after FROM events WHERE kind = 'notification.created' ORDER BY id",
    );
    return created.map(({ after }) => JSON.parse(after).json.title);
  }
}

const at = (time: string, day = "2026-11-23") => `${day}T${time}:00+01:00`;

describe("a reminder", () => {
  test("comes so many minutes before the event, once, over restarts and a clock that is set back", async () => {
    using house = withReminders();
    house.bring([item("a", { title: "Dentist\u0000 <b>", location: "High\nStreet 4" })]);
    expect(await house.look(at("08:49"))).toEqual([]);
    expect(await house.look(at("08:50"))).toEqual(["Dentist <b>"]);
    for (const time of ["08:50", "08:55", "09:30", "08:45", "08:52"])
      expect(await house.look(at(time))).toEqual([]);
    const [event] = house.calendars.events({ from: "2026-11-23", to: "2026-11-24" });
    expect(house.notifications.list({}).items).toMatchObject([
      {
        kind: "event_soon",
        key: `event:${event?.id}`,
        body: "Monday 23 November at 09:00 · High Street 4",
        link: `/calendar?event=${event?.id}`,
      },
    ]);
  });

  test("that was missed comes until the event has ended", async () => {
    using house = withReminders();
    house.bring([item("a"), item("short", { time: timed(at("09:00"), 15) })]);
    expect(await house.look(at("09:20"))).toEqual(["a"]);
    expect(await house.look(at("10:00"))).toEqual([]);
  });

  test("comes for each occurrence at its own time, also where one has moved", async () => {
    using house = withReminders();
    const override = { seriesSourceId: "s", originalStart: new Date(at("09:00", "2026-11-24")) };
    house.bring([
      item("s", { recurrence: ["RRULE:FREQ=DAILY"] }),
      item("s/2", { title: "later", override, time: timed(at("15:00", "2026-11-24")) }),
    ]);
    expect(await house.look(at("08:55"))).toEqual(["s"]);
    expect(await house.look(at("08:55", "2026-11-24"))).toEqual([]);
    expect(await house.look(at("14:55", "2026-11-24"))).toEqual(["later"]);
    expect(await house.look(at("08:55", "2026-11-25"))).toEqual(["s"]);
    expect(house.notifications.list({}).items[0]?.link).toEndWith("%4020261125T080000Z");
  });

  test("of an event that has moved comes anew, and takes the place of the first", async () => {
    using house = withReminders();
    house.bring([item("a")]);
    expect(await house.look(at("08:55"))).toEqual(["a"]);
    house.bring([item("a", { time: timed(at("11:00")) })]);
    expect(await house.look(at("08:56"))).toEqual([]);
    expect(await house.look(at("10:55"))).toEqual(["a"]);
    expect(house.notifications.list({}).items).toHaveLength(1);
  });

  test("of a day comes before its morning", async () => {
    using house = withReminders();
    house.bring([item("day", { time: days("2026-11-24", "2026-11-25") })]);
    expect(await house.look(at("23:55"))).toEqual([]);
    expect(await house.look(at("08:50", "2026-11-24"))).toEqual(["day"]);
    expect(house.notifications.list({}).items[0]?.body).toBe("Tuesday 24 November");
  });

  test("of an all-day event counts from nine by the clock, also on the day on which that is set", async () => {
    using house = withReminders();
    house.bring([item("day", { time: days("2026-03-29", "2026-03-30") })]);
    expect(await house.look("2026-03-29T08:49:00+02:00")).toEqual([]);
    expect(await house.look("2026-03-29T08:51:00+02:00")).toEqual(["day"]);
  });

  test("does not come from a hidden calendar, one without reminders, or of a cancelled event", async () => {
    using house = withReminders();
    house.bring([item("off", { status: "cancelled" })]);
    const hidden = house.put("hidden");
    const silent = house.put("silent");
    house.bring([item("h")], hidden.id);
    house.bring([item("n")], silent.id);
    house.calendars.set({ id: hidden.id, isShown: false }, "owner");
    house.calendars.set({ id: silent.id, remindMinutes: null }, "owner");
    expect(await house.look(at("08:59"))).toEqual([]);
    house.calendars.set({ id: silent.id, remindMinutes: 0 }, "owner");
    expect(await house.look(at("08:59"))).toEqual([]);
    expect(await house.look(at("09:00"))).toEqual(["n"]);
  });

  test("leaves a mark that goes when nothing could ask for it any more", async () => {
    using house = withReminders();
    house.bring([item("a")]);
    await house.look(at("08:55"));
    await house.look("2026-12-20T09:00:00Z");
    expect(house.marks()).toHaveLength(1);
    await house.look("2026-12-24T09:00:00Z");
    expect(house.marks()).toEqual([]);
  });

  test("that could not be made is tried again, and keeps no other from coming", async () => {
    let tries = 0;
    using house = withReminders({
      notify: ({ title }) => {
        tries += 1;
        if (title === "a") throw new Error("no");
        return undefined as never;
      },
    });
    house.bring([item("a"), item("b")]);
    await house.look(at("08:55"));
    expect([tries, house.failures.length, house.marks().length]).toEqual([2, 1, 1]);
    await house.look(at("08:56"));
    expect([tries, house.marks().length]).toEqual([3, 1]);
  });

  test("is heard of at once when its event comes while Porter runs, and at its time later", async () => {
    setSystemTime(new Date(at("08:55")));
    using house = withReminders();
    using timer = spyOn(globalThis, "setTimeout");
    const abort = new AbortController();
    const heard = house.events.follow({ filter: { families: ["notification"] }, signal: abort.signal });
    const next = async () => {
      while ((await heard.next()).value?.type !== "event") continue;
    };
    const kept = house.start(abort.signal);
    house.bring([item("a"), item("b", { time: timed("2026-11-23T09:05:30+01:00") })]);
    await next();
    expect(house.notifications.list({}).items.map(({ title }) => title)).toEqual(["a"]);
    const [ring, wait] = timer.mock.lastCall ?? [];
    expect(wait).toBeLessThanOrEqual(30_000);
    setSystemTime(new Date("2026-11-23T08:55:30+01:00"));
    ring?.();
    expect(house.notifications.list({}).items.map(({ title }) => title)).toEqual(["b", "a"]);
    abort.abort();
    await kept;
  });
});

describe("quiet hours", () => {
  test("hold back what would come in them to their end, unless the event has begun by then", async () => {
    using house = withReminders({ quiet: "22:00-07:00" });
    const next = "2026-11-24";
    house.bring([
      item("late", { time: timed(at("22:05")) }), // reminded at 21:55
      item("night", { time: timed(at("22:30"), 12 * 60) }),
      item("early", { time: timed(at("07:00", next)) }),
      item("morning", { time: timed(at("07:05", next)) }),
    ]);
    expect(await house.look(at("21:56"))).toEqual(["late"]);
    for (const time of ["22:00", "22:20", "23:59"]) expect(await house.look(at(time))).toEqual([]);
    for (const time of ["00:00", "06:59"]) expect(await house.look(at(time, next))).toEqual([]);
    expect(await house.look(at("07:00", next))).toEqual(["morning"]);
    expect(await house.look(at("07:30", next))).toEqual([]);
  });

  test("are kept also for what was missed before them", async () => {
    using house = withReminders({ quiet: "22:00-07:00" });
    house.bring([item("long", { time: timed(at("21:00"), 12 * 60) })]);
    expect(await house.look(at("23:00"))).toEqual([]); // The server was down until then.
    expect(await house.look(at("07:00", "2026-11-24"))).toEqual(["long"]);
  });

  test("that lie within a day", async () => {
    using house = withReminders({ quiet: "12:00-14:00" });
    house.bring([item("a", { time: timed(at("14:05")) }), item("b", { time: timed(at("12:05")) })]);
    expect(await house.look(at("11:55"))).toEqual(["b"]);
    expect(await house.look(at("13:58"))).toEqual([]);
    expect(await house.look(at("14:00"))).toEqual(["a"]);
  });

  test("end by the clock on the night on which it is set", async () => {
    using house = withReminders({ quiet: "22:00-07:00" });
    house.bring([item("a", { time: timed("2026-03-29T07:05:00+02:00") })]);
    expect(await house.look("2026-03-29T06:59:00+02:00")).toEqual([]);
    expect(await house.look("2026-03-29T07:00:00+02:00")).toEqual(["a"]);
  });

  test("that end in an hour which the clock shows twice end in the second", async () => {
    using house = withReminders({ quiet: "22:00-02:30" });
    house.bring([item("a", { time: timed("2026-10-25T02:35:00+01:00") })]);
    expect(await house.look("2026-10-25T02:29:00+01:00")).toEqual([]);
    expect(await house.look("2026-10-25T02:30:00+01:00")).toEqual(["a"]);
  });
});
