import { expect, test } from "bun:test";
import { createPorterClient } from "../../client/sdk/index.ts";
import { NO_CLAUDE } from "../support/no-claude.ts";
import { issueCredential } from "../support/credential.ts";
import { readEventStream } from "../support/event-stream.ts";
import { scratchDir, startPorter } from "../support/server.ts";
import { item } from "./house.ts";
import { settleIn } from "./home.ts";

const WINDOW = { from: "2026-11-23", to: "2026-11-24" };

test("the owner and agents read, the owner alone chooses, and the one stream tells what has changed", async () => {
  using home = scratchDir("home");
  settleIn(home.path, [item("Dentist")]);
  const config = `${NO_CLAUDE}\nserver.time_zone = "Europe/Berlin"\ncalendar.quiet_hours = "22:00-07:00"`;
  await using porter = await startPorter({ home: home.path, config });
  const { calendar } = porter.client;
  const { items: calendars } = await calendar.list.query();
  expect(calendars).toMatchObject([{ name: "Home", isShown: true, remindMinutes: null }]);
  expect(Object.keys(calendars[0] ?? {})).not.toContain("cursor");
  const { items } = await calendar.events.query(WINDOW);
  expect(items).toMatchObject([{ title: "Dentist", start: "2026-11-23T09:00:00+01:00" }]);
  const [event] = items;
  expect(await calendar.event.query({ id: event?.id ?? "" })).toEqual(event as NonNullable<typeof event>);
  expect((await calendar.freeTime.query({ ...WINDOW, minutes: 600 })).items).toEqual([
    { start: "2026-11-23T10:00:00+01:00", end: "2026-11-24T00:00:00+01:00" },
  ]);

  const session = await porter.client.agents.start.mutate({ prompt: "one" });
  const agent = createPorterClient({
    url: porter.url,
    token: issueCredential(porter, { kind: "session", sessionId: session.id }),
  });
  expect(await agent.calendar.events.query(WINDOW)).toEqual({ items });
  const id = calendars[0]?.id ?? "";
  const refused = await agent.calendar.set.mutate({ id, isShown: false }).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: "FORBIDDEN" });
  expect(await calendar.set.mutate({ id, isShown: false })).toMatchObject({ isShown: false });
  expect(await calendar.events.query(WINDOW)).toEqual({ items: [] });

  for (const [path, wrap] of [
    ["events.onEvent", (change: unknown) => ({ topic: "calendar", change })],
    ["calendar.onChange", (change: unknown) => change],
  ] as const) {
    const abort = new AbortController();
    const told: unknown[] = [];
    const input = { ...(path === "events.onEvent" && { topics: ["calendar"] }), lastEventId: "0" };
    for await (const { data } of readEventStream(porter, path, { input, signal: abort.signal })) {
      if (JSON.stringify(data).includes('"ready"')) abort.abort();
      else told.push(data);
    }
    expect(told).toEqual([
      wrap({ type: "changed", calendarId: null }),
      wrap({ type: "changed", calendarId: id }),
      wrap({ type: "changed", calendarId: id }),
    ]);
  }
});
