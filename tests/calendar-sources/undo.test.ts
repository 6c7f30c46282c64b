import { describe, expect, test } from "bun:test";
import { z } from "zod";
import { PorterError } from "../../server/errors.ts";
import { CalendarEvent } from "../../shared/calendar.ts";
import { openCalendar } from "./host.ts";

const Answer = z.object({ event: CalendarEvent });
const meeting = {
  title: "Meeting",
  description: "Bring the plans.",
  start: "2026-11-23T09:00:00+01:00",
  end: "2026-11-23T10:30:00+01:00",
};

async function openHouse() {
  const porter = await openCalendar();
  const { integrations, events } = porter;
  const create = async () => Answer.parse(await porter.run("create_event", meeting)).event;
  const listed = async () =>
    z
      .object({ events: z.array(CalendarEvent) })
      .parse(await porter.run("list_events", { from: "2026-11-23", to: "2026-11-27" }))
      .events.map(({ title, start, end }) => ({ title, start, end }));
  /** What the last action did: whether it can be taken back, and that it is. */
  const last = (back = 0) => {
    const event = events
      .pageBack(Number.MAX_SAFE_INTEGER, { families: ["integration"] }, 50)
      .filter(
        ({ kind, after }) =>
          (kind === "integration.ran" && JSON.stringify(after).includes('"effect":"change"')) ||
          JSON.stringify(after).includes('"effect":"destroy"'),
      )[back];
    if (!event) throw new Error("Nothing was done.");
    return {
      event,
      obstacle(): string | undefined {
        try {
          integrations.checkUndo(event);
        } catch (error) {
          if (error instanceof PorterError) return error.message;
          throw error;
        }
      },
      undo: () => integrations.undo(event, "owner"),
    };
  };
  return Object.assign(porter, { create, listed, last });
}

describe("what an action did in a calendar", () => {
  test("a created event goes away again, once", async () => {
    await using house = await openHouse();
    await house.create();
    const made = house.last();
    expect(made.obstacle()).toBeUndefined();
    await made.undo();
    expect(await house.listed()).toEqual([]);
    expect(made.obstacle()).toBe("This was taken back already.");
    expect(made.undo()).rejects.toMatchObject({ code: "CONFLICT" });
    expect(house.last().event).toMatchObject({ actor: "owner", after: { action: "undo create_event" } });
  });

  test("a changed event is as before in what was changed; what came later stays, and stands in the way", async () => {
    await using house = await openHouse();
    const { id } = await house.create();
    await house.run("update_event", { id, start: "2026-11-24T14:00:00+01:00" });
    const moved = house.last();
    await house.run("update_event", { id, title: "Talk" });
    const renamed = house.last();
    await moved.undo();
    expect(await house.listed()).toEqual([{ title: "Talk", start: meeting.start, end: meeting.end }]);
    await house.run("update_event", { id, title: "Speech" });
    expect(renamed.obstacle()).toBe("The event was changed since.");
    expect(renamed.undo()).rejects.toMatchObject({ code: "CONFLICT" });
    await house.run("delete_event", { id });
    expect(renamed.obstacle()).toContain("no event");
  });

  test("a deleted event is made again with all its facts", async () => {
    await using house = await openHouse();
    const { id } = await house.create();
    await house.run("delete_event", { id });
    await house.last().undo();
    expect(await house.run("list_events", { from: "2026-11-23", to: "2026-11-24" })).toMatchObject({
      events: [meeting],
    });
  });

  test("an integration that is off takes nothing back, and can later", async () => {
    await using house = await openHouse();
    await house.create();
    const made = house.last();
    await house.integrations.setEnabled({ integrationId: "calendar", enabled: false }, "owner");
    expect(made.obstacle()).toContain("Calendar");
    expect(made.undo()).rejects.toMatchObject({ code: "UNAVAILABLE" });
  });
});
