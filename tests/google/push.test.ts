import { expect, test } from "bun:test";
import { verifyPush } from "../../server/integrations/calendar/google/index.ts";
import type { Push } from "../support/google/channels.ts";
import { deliver } from "../support/deliver.ts";
import { at, failureOf, openGoogle, type OpenGoogle } from "./open-google.ts";

const DAY = 86_400_000;
const HOUR = 3_600_000;
const publicUrl = "https://porter.example.net";

async function openWatched(options: Parameters<typeof openGoogle>[0] = {}) {
  const porter = await openGoogle({ publicUrl, ...options });
  await porter.signIn();
  await porter.sync();
  return porter;
}

const check = ({ context }: OpenGoogle, { headers }: Push): string | undefined =>
  verifyPush({ headers }, { secret: context.vault.get });

/** As the webhook's door and its worker do it. */
async function receive(porter: OpenGoogle, push: Push | undefined): Promise<string> {
  if (!push) throw new Error("There is no such push.");
  const webhookId = check(porter, push);
  if (webhookId === undefined) throw new Error("It was refused.");
  return deliver(porter, "calendar", { body: null, headers: push.headers, webhookId });
}

const lists = ({ google }: OpenGoogle): number => google.count("GET", /\/events$/);

test("without an address outside nothing is watched", async () => {
  await using porter = await openGoogle();
  await porter.signIn();
  await porter.sync();
  expect(porter.google.count("POST", /watch/)).toBe(0);
});

test("each calendar is watched once, also after a restart", async () => {
  await using porter = await openWatched();
  await porter.sync();
  expect(porter.google.channels.open()).toMatchObject([{ address: `${publicUrl}/webhooks/calendar` }]);
  await using second = await openGoogle({ ...porter, publicUrl, database: porter });
  await second.sync();
  expect(porter.google.count("POST", /watch/)).toBe(1);
});

test("a push has the calendar read, and the first one of a channel has nothing done", async () => {
  await using porter = await openWatched();
  porter.google.addEvent({ summary: "Lunch", ...at(12) });
  const [sync, exists] = porter.google.channels.pushes;
  const before = lists(porter);
  expect(await receive(porter, sync)).toBe("Nothing to do.");
  expect(lists(porter)).toBe(before);
  expect(await receive(porter, exists)).toBe("Read what has changed.");
  expect(porter.titles()).toEqual(["Lunch"]);
});

test("every message has an id of its own, and a wrong token, channel or none is refused", async () => {
  await using porter = await openWatched();
  porter.google.addEvent({ summary: "Lunch", ...at(12) });
  const [first, second] = porter.google.channels.pushes;
  if (!first || !second) throw new Error("There are two pushes.");
  expect(check(porter, first)).not.toBe(check(porter, second));
  expect(check(porter, first)).toBe(check(porter, first));
  const but = (headers: Record<string, string>) =>
    check(porter, { ...first, headers: { ...first.headers, ...headers } });
  expect(but({})).toBeDefined();
  expect(but({ "x-goog-channel-token": "guessed" })).toBeUndefined();
  expect(but({ "x-goog-channel-token": "" })).toBeUndefined();
  expect(but({ "x-goog-channel-id": crypto.randomUUID() })).toBeUndefined();
  expect(but({ "x-goog-message-number": "" })).toBeUndefined();
  expect(verifyPush({ headers: first.headers }, { secret: () => undefined })).toBeUndefined();
});

test("pushes that are lost, late, doubled and out of order end in the same calendar", async () => {
  await using porter = await openWatched();
  const ids = [8, 10, 12, 14].map(
    (hour) => porter.google.addEvent({ summary: `At ${hour}`, ...at(hour) }).id ?? "",
  );
  porter.google.calendar().remove(ids[0] ?? "", null);
  const [, , , ...kept] = porter.google.channels.pushes;
  for (const push of [...kept.toReversed(), ...kept]) await receive(porter, push);
  expect(porter.titles()).toEqual(["At 10", "At 12", "At 14"]);
  porter.google.addEvent({ summary: "Its push is lost", ...at(16) });
  await porter.sync();
  expect(porter.titles()).toEqual(["At 10", "At 12", "At 14", "Its push is lost"]);
});

test("20 pushes at once make two readings: the one under way, and one after it", async () => {
  await using porter = await openWatched();
  for (let count = 0; count < 20; count += 1)
    porter.google.addEvent({ summary: `Event ${count}`, ...at(12) });
  const before = lists(porter);
  const held = porter.google.faults.hold(({ method, path }) => method === "GET" && path.endsWith("/events"));
  const [, first, ...others] = porter.google.channels.pushes;
  const all = [receive(porter, first)];
  await held.reached;
  all.push(...others.map((push) => receive(porter, push)));
  held.open();
  await Promise.all(all);
  expect(lists(porter) - before).toBe(2);
  expect(porter.titles().length).toBe(20);
});

test("a reading that fails after a push is tried again by its delivery", async () => {
  await using porter = await openWatched();
  porter.google.addEvent({ summary: "Lunch", ...at(12) });
  const push = porter.google.channels.pushes.at(-1);
  porter.google.faults.error(({ path }) => path.endsWith("/events"), 500, "backendError");
  expect(await failureOf(receive(porter, push))).toMatchObject({ remedy: "retry" });
  expect(await receive(porter, push)).toBe("Read what has changed.");
  expect(porter.titles()).toEqual(["Lunch"]);
});

test.each([
  ["7 days", 7],
  ["40 days, which no timer can wait for", 40],
])("a channel of %s is renewed a day before its end, and is never missing", async (_, days) => {
  await using porter = await openGoogle({ publicUrl });
  porter.google.channels.settings.life = days * 86_400;
  await porter.signIn();
  await porter.sync();
  const [first] = porter.google.channels.open();
  await porter.clock.advance((days - 1) * DAY - HOUR);
  await porter.sync();
  expect(porter.google.channels.open()).toEqual(first ? [first] : []);

  await porter.clock.advance(2 * HOUR);
  const stopping = porter.google.faults.hold(({ path }) => path.endsWith("/channels/stop"));
  const renewing = porter.sync();
  await stopping.reached;
  expect(porter.google.channels.open().map(({ id }) => id)).toContain(first?.id ?? "");
  expect(porter.google.channels.open().length).toBe(2);
  stopping.open();
  await renewing;
  const [second] = porter.google.channels.open();
  expect(porter.google.channels.open().length).toBe(1);
  expect(second?.id).not.toBe(first?.id);
  expect((second?.expiration ?? 0) - porter.clock.now().getTime()).toBeGreaterThan(6 * DAY);
});

test("after 20 renewals each calendar has one channel", async () => {
  await using porter = await openWatched();
  for (let day = 0; day < 120; day += 1) {
    await porter.clock.advance(DAY);
    await porter.sync();
    expect(porter.google.channels.open().length).toBe(1);
  }
  expect(porter.google.count("POST", /watch/)).toBeWithin(19, 23);
});

test("an old channel that cannot be stopped is forgotten; what it still sends does no harm", async () => {
  await using porter = await openWatched();
  await porter.clock.advance(6 * DAY + HOUR);
  porter.google.faults.error(({ path }) => path.endsWith("/channels/stop"), 500, "backendError");
  await porter.sync();
  expect(porter.google.channels.open().length).toBe(2);
  porter.google.addEvent({ summary: "Lunch", ...at(12) });
  for (const push of porter.google.channels.pushes) await receive(porter, push);
  expect(porter.titles()).toEqual(["Lunch"]);
});

test("a calendar that Google gives no channel for is read all the same, and is not asked for with every tick", async () => {
  await using porter = await openGoogle({ publicUrl });
  await porter.signIn();
  porter.google.faults.error(
    ({ path }) => path.endsWith("/watch"),
    400,
    "pushNotSupportedForRequestedResource",
  );
  porter.google.addEvent({ summary: "Lunch", ...at(12) });
  await porter.sync();
  await porter.sync();
  expect(porter.titles()).toEqual(["Lunch"]);
  expect(porter.google.count("POST", /watch/)).toBe(1);
  await porter.clock.advance(7 * HOUR);
  await porter.sync();
  expect(porter.google.channels.open().length).toBe(1);
});

test("an address that Google does not like is no sign-in that has ended", async () => {
  await using porter = await openGoogle({ publicUrl });
  await porter.signIn();
  porter.google.faults.error(({ path }) => path.endsWith("/watch"), 401, "push.webhookUrlUnauthorized");
  await porter.sync();
  expect(porter.google.count("POST", /token/)).toBe(1);
  expect(porter.source.isConnected()).toBe(true);
});

test("another address outside: the channel is made anew there", async () => {
  await using porter = await openWatched();
  const other = "https://home.example.org";
  await using second = await openGoogle({ ...porter, publicUrl: other, database: porter });
  await second.sync();
  expect(porter.google.channels.open()).toMatchObject([{ address: `${other}/webhooks/calendar` }]);
});

test("a calendar that is wanted no longer is watched no longer", async () => {
  await using porter = await openWatched({ calendarId: "all" });
  const team = porter.google.addCalendar({ id: "team@example.com" });
  await porter.sync();
  expect(porter.google.channels.open().length).toBe(2);
  team.settings.isSelected = false;
  await porter.sync();
  expect(porter.google.channels.open().map(({ calendarId }) => calendarId)).toEqual(["owner@example.com"]);
});
