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
    const made = home.write.create(home.calendars.list()[0]?.id ?? "", draft("New", "2026-11-24T12:00"));
    // Nothing was sent, so nothing can be there.
    expect(await failureOf(made)).toMatchObject({
      remedy: "retry",
      message: expect.stringMatching(/^Home: its server cannot be reached \(\w+\)\.$/),
    });
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

test("an address that is none, in a redirect or of an object, costs itself alone", async () => {
  await using between = standBetween(radicale.url);
  using home = openHome({ url: pathOf(calendar, between.url) });
  between.refuseWhen(() => new Response(null, { status: 302, headers: { location: "http://[" } }));
  expect(await failureOf(home.sync())).toMatchObject({ remedy: "retry" });
  between.refuseWhen(() => undefined);
  between.changeAnswers((answer) =>
    answer.replace("</multistatus>", "<response><href>http://[</href></response></multistatus>"),
  );
  await home.sync();
  expect(home.titles()).toEqual(TITLES);
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

/** A calendar of its own with these objects, reached through something that can fail. */
async function openBetween(name: string, objects: Record<string, string[]> = {}) {
  const other = await openCalDavClient(radicale.url);
  const url = await other.makeCalendar(name);
  for (const [object, lines] of Object.entries(objects)) await other.put(url, object, calendarText(lines));
  const between = standBetween(radicale.url);
  const home = openHome({ url: pathOf(url, between.url) });
  await home.sync();
  return {
    ...home,
    between,
    calendarId: home.calendars.list()[0]?.id ?? "",
    objects: () => other.objects(url),
    put: (object: string, ...events: string[][]) => other.put(url, object, calendarText(...events)),
    async [Symbol.asyncDispose](): Promise<void> {
      home[Symbol.dispose]();
      await between[Symbol.asyncDispose]();
    },
  };
}

const DAILY = [
  "UID:d",
  "DTSTART:20261123T080000Z",
  "DURATION:PT1H",
  "RRULE:FREQ=DAILY;COUNT=3",
  "SUMMARY:Daily",
];
const titlesOf = (home: { events: () => { title: string }[] }) => home.events().map(({ title }) => title);

test("a creation whose answer is lost is sent again, and is made once", async () => {
  await using home = await openBetween("Lost");
  let isLost = false;
  home.between.answerWith(({ method }, answer) => {
    if (method !== "PUT" || isLost) return answer;
    isLost = true;
    return new Response("The gateway has lost it.", { status: 502 });
  });
  const id = await home.write.create(home.calendarId, draft("Lunch", "2026-11-24T12:00"));
  expect([...(await home.objects()).keys()]).toEqual([id]);
  expect(titlesOf(home)).toEqual(["Lunch"]);
});

test("a creation that is never answered may be there, and says so; one that is refused is not sent again", async () => {
  await using home = await openBetween("Unanswered");
  const create = () => failureOf(home.write.create(home.calendarId, draft("Lunch", "2026-11-24T12:00")));
  home.between.refuseWhen(({ method }) => (method === "PUT" ? new Response("", { status: 502 }) : undefined));
  expect(await create()).toMatchObject({
    remedy: "retry",
    message: expect.stringContaining("look before it is made again"),
  });
  home.between.taken();
  home.between.refuseWhen(({ method }) => (method === "PUT" ? new Response("", { status: 403 }) : undefined));
  expect(await create()).toMatchObject({ code: "INVALID" });
  expect(home.between.taken().filter(({ method }) => method === "PUT")).toHaveLength(1);
});

test("what was written is written, and seen, also when it cannot be read again at once", async () => {
  await using home = await openBetween("Blind", { "d.ics": DAILY });
  let hasWritten = false;
  const isBlind = ({ method }: { method: string }): boolean => {
    hasWritten ||= method === "PUT" || method === "DELETE";
    return hasWritten && method === "PROPFIND";
  };
  home.between.refuseWhen((asked) => (isBlind(asked) ? new Response("", { status: 500 }) : undefined));
  const [, second, third] = home.events().map(({ id }) => id);
  await home.write.update(second ?? "", { title: "Changed" });
  expect(titlesOf(home)).toEqual(["Daily", "Changed", "Daily"]);
  // Radicale tells the version of what it has taken, so that it can be changed again.
  await home.write.remove(third ?? "");
  expect(titlesOf(home)).toEqual(["Daily", "Changed"]);
  await home.write.create(home.calendarId, draft("New", "2026-11-26T12:00"));
  expect(titlesOf(home)).toEqual(["Daily", "Changed", "New"]);

  home.between.refuseWhen(() => undefined);
  await home.sync();
  expect(titlesOf(home)).toEqual(["Daily", "Changed", "New"]);
  // The override that was taken over goes when the server has it no longer.
  await home.put("d.ics", DAILY);
  await home.sync();
  expect(titlesOf(home)).toEqual(["Daily", "Daily", "Daily", "New"]);

  hasWritten = false;
  home.between.refuseWhen((asked) => (isBlind(asked) ? new Response("", { status: 500 }) : undefined));
  await home.write.remove((second ?? "").split("@")[0] ?? "");
  expect(titlesOf(home)).toEqual(["New"]);
});

test("a change is seen at once also where the server's version of the calendar is the same as before", async () => {
  await using home = await openBetween("Seconds", { "d.ics": DAILY });
  home.between.changeAnswers((answer) =>
    answer
      .replaceAll("<report><sync-collection /></report>", "<report><unknown /></report>")
      .replaceAll(/<sync-token>[^<]*<\/sync-token>/g, "")
      .replaceAll(/(<(\w+:)?getctag>)[^<]*/g, "$1this-second"),
  );
  await home.sync();
  const [first] = home.events();
  await home.write.update(first?.id ?? "", { title: "Changed" });
  expect(titlesOf(home)).toEqual(["Changed", "Daily", "Daily"]);
  await home.write.remove(home.events()[2]?.id ?? "");
  expect(titlesOf(home)).toEqual(["Changed", "Daily"]);
});

test("an object that the server could not give is asked for again, and stays as Porter has it until then", async () => {
  await using home = await openBetween("Stuck", {
    "a.ics": ["UID:a", "DTSTART:20261123T080000Z", "SUMMARY:Before"],
    "b.ics": ["UID:b", "DTSTART:20261124T080000Z", "SUMMARY:Other"],
  });
  await home.put("a.ics", ["UID:a", "DTSTART:20261123T080000Z", "SUMMARY:After"]);
  home.between.changeAnswers((answer) =>
    answer.includes("SUMMARY:After")
      ? answer
          .replace(/<propstat>[^]*<\/propstat>/, "")
          .replace("</href>", "</href><status>HTTP/1.1 503 Service Unavailable</status>")
      : answer,
  );
  await home.sync();
  expect(titlesOf(home)).toEqual(["Before", "Other"]);
  home.between.changeAnswers((answer) => answer);
  await home.sync();
  expect(titlesOf(home)).toEqual(["After", "Other"]);
  home.between.taken();
  await home.sync();
  expect(home.between.taken().map(({ method }) => method)).toEqual(["PROPFIND"]);
});

test("an entry that the configuration names no longer takes its calendars along", async () => {
  using home = openHome({ url: calendar });
  await home.sync();
  const later = home.configuredAs({ url: calendar, username: "nobody" });
  expect(await failureOf(later.sync())).toMatchObject({ remedy: "config" });
  expect(home.calendars.list()).toEqual([]);
});
