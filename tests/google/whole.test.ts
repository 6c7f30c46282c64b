import { expect, test } from "bun:test";
import { createPorterClient } from "../../client/sdk/index.ts";
import { startGoogle } from "../support/google/index.ts";
import { findFreePort, startPorter } from "../support/server.ts";
import { at } from "./open-google.ts";

const publicUrl = "https://porter.example.net";

/** The next time that the calendar's events are as they should be. */
async function seen(client: ReturnType<typeof createPorterClient>, titles: string[]): Promise<void> {
  for (;;) {
    const { items } = await client.calendar.events.query({ from: "2026-11-01", to: "2026-12-01" });
    if (
      Bun.deepEquals(
        items.map(({ title }) => title),
        titles,
      )
    )
      return;
  }
}

/** It has been set up, and knows whether somebody has to sign in. */
async function settled(client: ReturnType<typeof createPorterClient>, state: string): Promise<void> {
  while ((await client.integrations.get.query({ integrationId: "calendar" })).state !== state);
}

test("a real server: to Google and back, events, a change and its way back, a push, and signed out again", async () => {
  await using google = startGoogle();
  google.addEvent({ summary: "Lunch", ...at(12) });
  const port = findFreePort();
  const url = `http://127.0.0.1:${port}`;
  await using porter = await startPorter({
    port,
    config: `[integrations]\nenabled = ["calendar"]\n${google.configToml()}`,
    env: { PORTER_PUBLIC_URL: publicUrl },
  });
  const client = createPorterClient({ url, token: porter.token });
  // Outside there is a proxy that hands on to Porter.
  google.channels.settings.reach = (address) => address.replace(publicUrl, url);

  await settled(client, "needs_auth");
  const { url: consent } = await client.integrations.connect.mutate({ integrationId: "calendar" });
  const there = await fetch(consent, { redirect: "manual" });
  const back = new URL(there.headers.get("location") ?? "");
  expect(back.origin).toBe(publicUrl);
  const answer = await fetch(url + back.pathname + back.search, { redirect: "manual" });
  expect(answer.status).toBe(303);
  await seen(client, ["Lunch"]);

  await client.integrations.run.mutate({
    integrationId: "calendar",
    action: "create_event",
    params: { title: "Tea", start: "2026-11-23T16:00:00+01:00", end: "2026-11-23T17:00:00+01:00" },
  });
  await seen(client, ["Lunch", "Tea"]);
  expect(
    google
      .calendar()
      .events()
      .map(({ summary }) => summary),
  ).toEqual(["Lunch", "Tea"]);

  const { items: runs } = await client.integrations.history.query({ integrationId: "calendar" });
  const made = runs.find(({ what }) => what === "create_event");
  await client.agents.undoChange.mutate({ eventId: made?.eventId ?? 0 });
  await seen(client, ["Lunch"]);
  expect(google.calendar().events()).toMatchObject([{ summary: "Lunch" }]);

  google.channels.settings.pushes = "send";
  google.addEvent({ summary: "Dinner", ...at(19) });
  await google.channels.settled();
  await seen(client, ["Lunch", "Dinner"]);

  await client.integrations.disconnect.mutate({ integrationId: "calendar" });
  expect(google.signIn.isSignedIn()).toBe(false);
  await seen(client, []);
});
