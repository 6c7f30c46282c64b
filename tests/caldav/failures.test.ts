import { afterAll, beforeAll, expect, test } from "bun:test";
import { inspect } from "node:util";
import { calendarText, openCalDavClient } from "../support/caldav-client.ts";
import { startRadicale, USER, type Radicale } from "../support/radicale.ts";
import { standBetween } from "./between.ts";
import { draft, failureOf, openHome } from "./home.ts";

let radicale: Radicale;
let calendar: string;
beforeAll(async () => {
  radicale = await startRadicale();
  const other = await openCalDavClient(radicale.url);
  calendar = await other.makeCalendar("Home");
  await other.put(
    calendar,
    "a.ics",
    calendarText(["UID:a", "DTSTART:20261123T080000Z", "DURATION:PT1H", "SUMMARY:Dentist"]),
  );
});
afterAll(() => radicale[Symbol.asyncDispose]());

const TITLES = ["2026-11-23T09:00:00+01:00 Dentist"];
const pathOf = (url: string, at: string): string => new URL(new URL(url).pathname, at).href;

test("a wrong password names its entry, tells no secret, and keeps no other entry from being read", async () => {
  using home = openHome(
    { name: "Mine", url: radicale.url, password: "another secret" },
    { name: "Good", url: calendar },
  );
  const failure = await failureOf(home.sync());
  expect(failure).toMatchObject({ name: "IntegrationError", remedy: "config" });
  expect(String(failure)).toContain("Mine");
  const told = inspect(failure, { depth: 10 });
  for (const secret of ["another secret", Buffer.from(`${USER.username}:another secret`).toString("base64")])
    expect(told).not.toContain(secret);
  expect(home.titles()).toEqual(TITLES);
});

test("a server that wants another sign-in, and a password in the address, are said to be what they are", async () => {
  await using between = standBetween(radicale.url);
  between.refuseWhen(
    () => new Response(null, { status: 401, headers: { "www-authenticate": 'Digest realm="x"' } }),
  );
  using home = openHome({ url: between.url });
  expect(String(await failureOf(home.sync()))).toContain("Digest");
  const later = home.configuredAs({ url: between.url.replace("//", "//ada:hidden@") });
  const failure = await failureOf(later.sync());
  expect(failure).toMatchObject({ remedy: "config" });
  expect(inspect(failure)).not.toContain("hidden");
});

test("an address without calendars is a fault of the configuration", async () => {
  await using between = standBetween(radicale.url);
  between.refuseWhen(() => new Response("<html>Hello</html>", { headers: { "content-type": "text/html" } }));
  using home = openHome({ url: between.url });
  expect(await failureOf(home.sync())).toMatchObject({ remedy: "config" });
});

test("a server that is stopped is tried again, and Porter keeps what it has", async () => {
  const other = await openCalDavClient(radicale.url);
  using home = openHome({ url: calendar }, { name: "Other", url: await other.makeCalendar("Stopped") });
  await home.sync();
  await radicale.stop();
  try {
    expect(await failureOf(home.sync())).toMatchObject({ remedy: "retry" });
    const { id } = home.events()[0] ?? { id: "" };
    expect(await failureOf(home.write.update(id, { title: "Later" }))).toMatchObject({ remedy: "retry" });
    expect(home.titles()).toEqual(TITLES);
  } finally {
    await radicale.startAgain();
  }
  await home.sync();
  expect(home.titles()).toEqual(TITLES);
});

test("a server that asks for a pause gets it", async () => {
  await using between = standBetween(radicale.url);
  using home = openHome({ url: between.url });
  between.refuseWhen(() => new Response("Busy", { status: 503, headers: { "retry-after": "90" } }));
  expect(await failureOf(home.sync())).toMatchObject({ remedy: "retry", afterMs: 90_000 });
});

test("a calendar that cannot be read keeps no other from being read", async () => {
  await using between = standBetween(radicale.url);
  const broken = await (await openCalDavClient(radicale.url)).makeCalendar("Aaa");
  between.refuseWhen(({ method, path }) =>
    method === "REPORT" && path === new URL(broken).pathname
      ? new Response("Oh", { status: 500 })
      : undefined,
  );
  using home = openHome({ url: between.url });
  expect(await failureOf(home.sync())).toMatchObject({ remedy: "retry" });
  expect(home.titles()).toEqual(TITLES);
});

test("an address inside the house is not asked unless the entry allows it", async () => {
  await using between = standBetween(radicale.url);
  using home = openHome({ url: between.url, allow_private: false });
  expect(await failureOf(home.sync())).toMatchObject({ remedy: "config" });
  expect(between.taken()).toEqual([]);
});

test("the password goes to no other server without https", async () => {
  await using elsewhere = standBetween(radicale.url);
  await using between = standBetween(radicale.url);
  between.refuseWhen(() => Response.redirect(elsewhere.url, 307));
  using home = openHome({ url: between.url });
  expect(await failureOf(home.sync())).toMatchObject({ remedy: "config" });
  expect(elsewhere.taken()).toEqual([]);
});

test("redirects on the same server are followed, as long as they end", async () => {
  await using between = standBetween(radicale.url);
  between.refuseWhen(({ path }) =>
    path === "/dav/" ? Response.redirect(pathOf(calendar, between.url), 308) : undefined,
  );
  using home = openHome({ url: new URL("dav/", between.url).href });
  await home.sync();
  expect(home.titles()).toEqual(TITLES);
  between.refuseWhen(() => Response.redirect(between.url, 302));
  expect(await failureOf(home.sync())).toMatchObject({ remedy: "retry" });
});

test("a calendar that may only be read cannot be written, and is known for it", async () => {
  await using between = standBetween(radicale.url);
  between.changeAnswers((answer) =>
    answer.replaceAll(/<privilege><(all|write|write-properties|write-content) \/><\/privilege>/g, ""),
  );
  between.refuseWhen(({ method }) => (method === "PUT" ? new Response(null, { status: 403 }) : undefined));
  using home = openHome({ url: pathOf(calendar, between.url) });
  await home.sync();
  const [known] = home.calendars.list();
  expect(known?.isWritable).toBe(false);
  const written = home.write.create(known?.id ?? "", draft("New", "2026-11-24T12:00"));
  expect(await failureOf(written)).toMatchObject({ code: "INVALID" });
});

test("a change between Porter's look and its writing is not overwritten", async () => {
  const other = await openCalDavClient(radicale.url);
  const url = await other.makeCalendar("Raced");
  const text = (title: string) =>
    calendarText(["UID:r", "DTSTART:20261123T080000Z", "DURATION:PT1H", `SUMMARY:${title}`]);
  await other.put(url, "r.ics", text("Before"));
  await using between = standBetween(radicale.url);
  using home = openHome({ url: pathOf(url, between.url) });
  await home.sync();
  const put = Promise.withResolvers<void>();
  const wrote = Promise.withResolvers<void>();
  between.holdWhen(({ method }) => {
    if (method !== "PUT") return undefined;
    put.resolve();
    return wrote.promise;
  });
  const mine = failureOf(home.write.update(home.events()[0]?.id ?? "", { title: "Mine" }));
  await put.promise;
  await other.put(url, "r.ics", text("Theirs"));
  wrote.resolve();
  expect(await mine).toMatchObject({ code: "CONFLICT" });
  expect(home.events().map(({ title }) => title)).toEqual(["Theirs"]);
});

test("an entry that the configuration names no longer takes its calendars along", async () => {
  using home = openHome({ url: calendar });
  await home.sync();
  const later = home.configuredAs({ url: calendar, username: "nobody" });
  expect(await failureOf(later.sync())).toMatchObject({ remedy: "config" });
  expect(home.calendars.list()).toEqual([]);
});
