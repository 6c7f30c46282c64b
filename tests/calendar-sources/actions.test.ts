import { expect, test } from "bun:test";
import { z } from "zod";
import { CalendarEvent } from "../../shared/calendar.ts";
import { openCalendar } from "./host.ts";

const Answer = z.object({ event: CalendarEvent });
const meeting = {
  title: "Meeting",
  start: "2026-11-23T09:00:00+01:00",
  end: "2026-11-23T10:30:00+01:00",
};

async function openWith(given: Record<string, unknown> = meeting) {
  const porter = await openCalendar();
  const { event } = Answer.parse(await porter.run("create_event", given));
  const update = async (change: Record<string, unknown>) =>
    Answer.parse(await porter.run("update_event", { id: event.id, ...change })).event;
  return Object.assign(porter, { event, update });
}

test("an event is made, found, changed and deleted", async () => {
  await using porter = await openWith();
  expect(porter.event).toMatchObject({ ...meeting, timeZone: "Europe/Vienna", allDay: false });
  const { id } = porter.event;
  expect(await porter.run("get_event", { id })).toEqual({ event: porter.event });
  expect(await porter.run("list_events", { from: "2026-11-23", to: "2026-11-24" })).toEqual({
    events: [porter.event],
  });
  expect(await porter.update({ title: "Talk", location: "Room 1" })).toMatchObject({
    ...meeting,
    title: "Talk",
    location: "Room 1",
  });
  expect(await porter.run("delete_event", { id })).toEqual({ deleted: true });
  expect(await porter.run("get_event", { id }).catch((error: unknown) => error)).toMatchObject({
    code: "NOT_FOUND",
  });
});

test("free time is what lies between events", async () => {
  await using porter = await openWith();
  expect(
    await porter.run("find_free_time", {
      from: "2026-11-23T08:00:00+01:00",
      to: "2026-11-23T12:00:00+01:00",
      minutes: 30,
    }),
  ).toEqual({
    free: [
      { start: "2026-11-23T08:00:00+01:00", end: "2026-11-23T09:00:00+01:00" },
      { start: "2026-11-23T10:30:00+01:00", end: "2026-11-23T12:00:00+01:00" },
    ],
  });
});

test("only what is given is changed; with a start alone it moves and stays as long as it was", async () => {
  await using porter = await openWith();
  await porter.update({ title: "Talk" });
  expect(porter.changes).toEqual([{ title: "Talk" }]);
  expect(await porter.update({ start: "2026-11-24T14:00:00Z" })).toMatchObject({
    start: "2026-11-24T15:00:00+01:00",
    end: "2026-11-24T16:30:00+01:00",
  });
  expect(await porter.update({ end: "2026-11-24T16:00:00+01:00" })).toMatchObject({
    start: "2026-11-24T15:00:00+01:00",
    end: "2026-11-24T16:00:00+01:00",
  });
  expect(await porter.update({ timeZone: "America/New_York" })).toMatchObject({
    start: "2026-11-24T15:00:00+01:00",
    timeZone: "America/New_York",
  });
});

test("an event of whole days moves by days, and becomes one with a time by a start and an end", async () => {
  await using porter = await openWith({ title: "Trip", start: "2026-12-24", end: "2026-12-27" });
  expect(porter.event).toMatchObject({ allDay: true, timeZone: null });
  expect(await porter.update({ start: "2027-02-27" })).toMatchObject({
    start: "2027-02-27",
    end: "2027-03-02",
  });
  expect(await porter.update({ start: meeting.start }).catch((error: unknown) => error)).toMatchObject({
    code: "INVALID",
  });
  expect(await porter.update({ allDay: false }).catch((error: unknown) => error)).toMatchObject({
    code: "INVALID",
  });
  expect(await porter.update({ start: meeting.start, end: meeting.end })).toMatchObject({
    allDay: false,
    timeZone: "Europe/Vienna",
  });
});

test.each([
  [{ start: "2026-11-23", end: "2026-11-23" }, "an event on one day ends on the next"],
  [{ start: meeting.end, end: meeting.start }, "end must not be before start"],
  [{ start: "2026-11-23", end: meeting.end }, "days"],
  [{ start: "2026-11-23", end: "2026-11-24", allDay: false }, "moments"],
  [{ ...meeting, allDay: true }, "all-day event are days"],
  [{ ...meeting, timeZone: "Mars/Olympus" }, "time zone"],
  [{ ...meeting, title: " " }, "empty"],
  [{ start: "2026-11-23T09:00:00", end: meeting.end }, "start"],
])("times that do not fit are refused: %j", async (given, words) => {
  await using porter = await openCalendar();
  expect(
    await porter.run("create_event", { title: "No", ...given }).catch((error: unknown) => error),
  ).toMatchObject({
    code: "INVALID",
    message: expect.stringContaining(words),
  });
});

test("a calendar that can only be read says so by its name; one that is not there is not found", async () => {
  await using porter = await openCalendar();
  const holidays = porter.calendars.list().find(({ name }) => name === "Holidays");
  expect(
    await porter
      .run("create_event", { ...meeting, calendarId: holidays?.id })
      .catch((error: unknown) => error),
  ).toMatchObject({
    code: "INVALID",
    message: 'The calendar "Holidays" can only be read.',
  });
  const calendarId = crypto.randomUUID();
  expect(
    await porter.run("create_event", { ...meeting, calendarId }).catch((error: unknown) => error),
  ).toMatchObject({
    code: "NOT_FOUND",
  });
  const id = `${crypto.randomUUID()}@20261123T080000Z`;
  expect(await porter.run("delete_event", { id }).catch((error: unknown) => error)).toMatchObject({
    code: "NOT_FOUND",
  });
});

test("a change of nothing is refused", async () => {
  await using porter = await openWith();
  expect(await porter.update({}).catch((error: unknown) => error)).toMatchObject({ code: "INVALID" });
});
