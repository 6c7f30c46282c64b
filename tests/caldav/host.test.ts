import { expect, test } from "bun:test";
import { calendarText, openCalDavClient } from "../support/caldav-client.ts";
import { openIntegrations } from "../support/integrations.ts";
import { eventually } from "../support/processes.ts";
import { startRadicale, USER } from "../support/radicale.ts";
import { failureOf } from "./home.ts";

const entry = (url: string) => ({ name: "Home", url, ...USER, allow_private: true });
const owner = { kind: "owner" } as const;

test("Porter's actions make, change and delete what another program sees", async () => {
  await using radicale = await startRadicale();
  const other = await openCalDavClient(radicale.url);
  const url = await other.makeCalendar("Home");
  await other.put(
    url,
    "daily.ics",
    calendarText([
      "UID:daily",
      "DTSTART:20261123T080000Z",
      "DURATION:PT1H",
      "RRULE:FREQ=DAILY;COUNT=3",
      "SUMMARY:Daily",
    ]),
  );
  await using porter = openIntegrations({
    enabled: ["calendar"],
    sections: { calendar: { caldav: [entry(radicale.url)] } },
    timeZone: "Europe/Vienna",
  });
  const week = { from: "2026-11-23", to: "2026-11-30" };
  const run = (action: string, params: Record<string, unknown>) =>
    porter.integrations.run({ integrationId: "calendar", action, params }, owner);
  const listed = async () => {
    const { events } = (await run("list_events", week)) as {
      events: { id: string; title: string; start: string }[];
    };
    return events;
  };
  await eventually(() => porter.calendars.events(week).length === 3);

  await run("create_event", {
    title: "Dentist",
    start: "2026-11-23T12:00:00+01:00",
    end: "2026-11-23T13:00:00+01:00",
  });
  const [, , second, third] = await listed();
  await run("update_event", { id: second?.id, start: "2026-11-24T18:00:00+01:00" });
  await run("delete_event", { id: third?.id });
  expect((await listed()).map(({ title, start }) => `${start} ${title}`)).toEqual([
    "2026-11-23T09:00:00+01:00 Daily",
    "2026-11-23T12:00:00+01:00 Dentist",
    "2026-11-24T18:00:00+01:00 Daily",
  ]);
  const texts = [...(await other.objects(url)).values()].join();
  expect(texts).toContain("SUMMARY:Dentist");
  expect(texts).toContain("RECURRENCE-ID:20261124T080000Z");
  expect(texts).toContain("EXDATE:20261125T080000Z");
});

test("neither a password nor an event's text is in the log or in what the owner is told", async () => {
  await using radicale = await startRadicale();
  const other = await openCalDavClient(radicale.url);
  const url = await other.makeCalendar("Home");
  await other.put(
    url,
    "a.ics",
    calendarText(["UID:a", "DTSTART:20261123T080000Z", "DURATION:PT1H", "SUMMARY:Private matter"]),
  );
  await using porter = openIntegrations({
    enabled: ["calendar"],
    sections: {
      calendar: {
        caldav: [entry(radicale.url), { ...entry(radicale.url), name: "Wrong", password: "not the secret" }],
      },
    },
  });
  await eventually(() => JSON.stringify(porter.integrations.get("calendar")).includes("Wrong"));
  const params = { from: "2026-11-23", to: "2026-11-24" };
  expect(
    await failureOf(
      porter.integrations.run({ integrationId: "calendar", action: "list_events", params }, owner),
    ),
  ).toBeUndefined();
  const told = JSON.stringify([porter.logged, porter.integrations.get("calendar")]);
  for (const secret of [USER.password, "not the secret", "Private matter"])
    expect(told).not.toContain(secret);
});
