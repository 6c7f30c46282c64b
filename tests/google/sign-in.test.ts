import { expect, test } from "bun:test";
import { IntegrationError } from "../../server/integrations/error.ts";
import { at, failureOf, openGoogle } from "./open-google.ts";

const HOUR = 3_600_000;
const remedy = async (work: unknown): Promise<string | undefined> => {
  const failure = await failureOf(work);
  return failure instanceof IntegrationError ? failure.remedy : undefined;
};

test("the owner is led to Google with PKCE and is asked for the least", async () => {
  await using porter = await openGoogle();
  const { back } = await porter.consent();
  expect(back.origin + back.pathname).toBe("http://127.0.0.1:3101/oauth/calendar/callback");
  expect(back.searchParams.get("state")).toBe("the state");
  const asked = porter.google.calls.at(-1)?.query;
  expect(asked?.get("scope")).toBe(
    "https://www.googleapis.com/auth/calendar.events https://www.googleapis.com/auth/calendar.calendarlist.readonly",
  );
  expect(asked?.get("code_challenge_method")).toBe("S256");
  expect(asked?.get("access_type")).toBe("offline");
});

test("a code is exchanged once, and is good once", async () => {
  await using porter = await openGoogle();
  expect(porter.source.isConnected()).toBe(false);
  const signedIn = await porter.consent();
  await porter.source.finishConnect(signedIn);
  expect(porter.source.isConnected()).toBe(true);
  expect(porter.google.count("POST", /token/)).toBe(1);
  expect(await remedy(porter.source.finishConnect(signedIn))).toBe("auth");
  expect(porter.source.isConnected()).toBe(true);
});

test("a code that another verifier belongs to is worth nothing", async () => {
  await using porter = await openGoogle();
  const signedIn = { ...(await porter.consent()), codeVerifier: "x".repeat(43) };
  expect(await remedy(porter.source.finishConnect(signedIn))).toBe("auth");
  expect(porter.source.isConnected()).toBe(false);
});

test("a box that was not ticked is found, and named", async () => {
  await using porter = await openGoogle();
  porter.google.signIn.settings.ticked = ["https://www.googleapis.com/auth/calendar.calendarlist.readonly"];
  const failed = porter.signIn();
  expect(await failureOf(failed)).toMatchObject({
    message: expect.stringMatching(/connect again .* tick “View and edit events on all your calendars”/),
  });
  expect(await remedy(failed)).toBe("auth");
  expect(porter.source.isConnected()).toBe(false);
});

test("an access that would end within the hour is no sign-in", async () => {
  await using porter = await openGoogle();
  porter.google.signIn.settings.givesRefreshToken = false;
  expect(await remedy(porter.signIn())).toBe("auth");
  expect(porter.source.isConnected()).toBe(false);
});

test.each([
  ["invalid_client", "config", "client_id"],
  ["disabled_client", "config", "client_id"],
  ["org_internal", "retry", "org_internal"],
])("what Google refuses a sign-in with, as %s, is told", async (error, remedy, words) => {
  await using porter = await openGoogle();
  porter.google.faults.plan(
    ({ path }) => path === "/token",
    () => Response.json({ error }, { status: 401 }),
  );
  expect(await failureOf(porter.signIn())).toMatchObject({
    remedy,
    message: expect.stringContaining(words),
  });
});

test("50 calls on an expired token make one refresh", async () => {
  await using porter = await openGoogle();
  await porter.signIn();
  await porter.clock.advance(2 * HOUR);
  await Promise.all(Array.from({ length: 50 }, () => porter.source.health(porter.call)));
  expect(porter.google.count("POST", /token/)).toBe(2);
  expect(porter.google.count("GET", /calendarList/)).toBe(50);
});

test("50 calls whose token Google refuses before its time make one refresh, and each is made again", async () => {
  await using porter = await openGoogle();
  await porter.signIn();
  porter.google.signIn.endAccess();
  await Promise.all(Array.from({ length: 50 }, () => porter.source.health(porter.call)));
  expect(porter.google.count("POST", /token/)).toBe(2);
  expect(porter.google.count("GET", /calendarList/)).toBe(100);
});

test("a refreshed token is on the disk before anybody uses it", async () => {
  await using porter = await openGoogle();
  await porter.signIn();
  await porter.clock.advance(2 * HOUR);
  const used = porter.google.faults.hold(({ path }) => path.includes("calendarList"));
  const health = porter.source.health(porter.call);
  await used.reached;
  await using second = await openGoogle({ google: porter.google, clock: porter.clock, database: porter });
  await second.source.health(second.call);
  expect(porter.google.count("POST", /token/)).toBe(2);
  used.open();
  await health;
});

test("a sign-in that Google has ended needs the owner, and Google is not asked again until then", async () => {
  await using porter = await openGoogle();
  await porter.signIn();
  porter.google.signIn.endGrant();
  expect(await remedy(porter.sync())).toBe("auth");
  const calls = porter.google.calls.length;
  expect(await failureOf(porter.sync())).toMatchObject({
    message: expect.stringMatching(/ended the sign-in/),
  });
  expect(await remedy(porter.sync())).toBe("auth");
  expect(porter.google.calls.length).toBe(calls);
  await porter.signIn();
  await porter.sync();
});

test.each([500, 503, 429])("a refresh that Google answers with %d is tried again later", async (status) => {
  await using porter = await openGoogle();
  await porter.signIn();
  await porter.clock.advance(2 * HOUR);
  porter.google.faults.error(({ path }) => path === "/token", status, "backendError");
  expect(await remedy(porter.sync())).toBe("retry");
  await porter.sync();
});

test("a refresh that comes back after the owner has signed out brings nothing back", async () => {
  await using porter = await openGoogle();
  await porter.signIn();
  await porter.clock.advance(2 * HOUR);
  const late = porter.google.faults.holdAnswer(({ path }) => path === "/token");
  const failed = remedy(porter.sync());
  await late.reached;
  // Google would refuse what was revoked.
  porter.google.faults.html(({ path }) => path === "/revoke", 502);
  await porter.source.disconnect(porter.call);
  late.open();
  expect(await failed).toBe("auth");
  expect(porter.source.isConnected()).toBe(false);
  expect(porter.context.calendars.list()).toEqual([]);
});

test("a list that comes back after the owner has signed out brings nothing back", async () => {
  await using porter = await openGoogle();
  await porter.signIn();
  const late = porter.google.faults.holdAnswer(({ path }) => path.includes("calendarList"));
  const failed = remedy(porter.sync());
  await late.reached;
  // Google would refuse what was revoked.
  porter.google.faults.html(({ path }) => path === "/revoke", 502);
  await porter.source.disconnect(porter.call);
  late.open();
  expect(await failed).toBe("auth");
  expect(porter.context.calendars.list()).toEqual([]);
});

test("who disconnects leaves nothing behind, here and at Google", async () => {
  await using porter = await openGoogle();
  await porter.signIn();
  porter.google.addEvent({ summary: "Lunch", ...at(12) });
  await porter.sync();
  expect(porter.titles()).toEqual(["Lunch"]);
  await porter.source.disconnect(porter.call);
  expect(porter.google.signIn.isSignedIn()).toBe(false);
  expect(porter.context.calendars.list()).toEqual([]);
  expect(porter.read("SELECT * FROM calendar_items")).toEqual([]);
  expect(porter.context.vault.get("google.tokens")).toBeUndefined();
  expect(porter.notifications.list({}).items).toEqual([]);
});

test("who disconnects while Google cannot be reached is signed out here, and told what is left", async () => {
  await using porter = await openGoogle();
  await porter.signIn();
  await porter.sync();
  porter.google.faults.html(({ path }) => path === "/revoke", 502);
  await porter.source.disconnect(porter.call);
  expect(porter.source.isConnected()).toBe(false);
  expect(porter.context.calendars.list()).toEqual([]);
  expect(porter.notifications.list({}).items.map(({ title }) => title)).toEqual([
    "Google still lists Porter",
  ]);
});

test("no code and no token is in the database, its log of changes or the server's log", async () => {
  await using porter = await openGoogle({ publicUrl: "https://porter.example.net" });
  await porter.signIn();
  porter.google.addEvent({ summary: "Lunch", ...at(12) });
  await porter.sync();
  porter.google.signIn.endAccess();
  porter.google.faults.html(({ path }) => path.includes("events"));
  await remedy(porter.sync());
  porter.google.signIn.endGrant();
  await remedy(porter.sync());
  const { issued } = porter.google.signIn;
  const channels = porter.google.channels.open().map(({ token }) => token);
  expect(issued.length).toBe(4);
  expect(channels.length).toBe(1);
  const files = ["porter.db", "porter.db-wal"].map((name) => Bun.file(`${porter.dataDir}/${name}`).text());
  const kept = [...(await Promise.all(files)), JSON.stringify(porter.logged)].join("\n");
  expect(kept).toContain("Lunch");
  for (const secret of [...issued, ...channels, porter.google.section.client_secret])
    expect(kept.includes(secret)).toBe(false);
  expect(JSON.stringify(porter.logged)).not.toContain("Lunch");
});
