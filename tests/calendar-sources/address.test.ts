import { expect, test } from "bun:test";
import { openAddress } from "./address.ts";
import { calendarOf, eventOf } from "./fixture.ts";

const party = eventOf("a", "DTSTART:20261123T080000Z", "SUMMARY:Party");
const lunch = eventOf("b", "DTSTART:20261124T080000Z", "SUMMARY:Lunch");
const served = (text: string, headers: Record<string, string> = {}) =>
  new Response(text, { headers: { "content-type": "text/calendar", ...headers } });

test("what stands behind an address becomes a calendar that can only be read", async () => {
  await using address = openAddress(() => served(calendarOf(party, lunch)));
  await address.sync();
  expect(address.calendars.list()).toMatchObject([
    { name: "Holidays", source: "ics", sourceId: "ics:Holidays", isWritable: false },
  ]);
  expect(address.titles()).toEqual(["Party", "Lunch"]);
});

test("it asks for what is new, and takes over what has gone", async () => {
  let version = 1;
  await using address = openAddress(({ headers }) =>
    headers.get("if-none-match") === `"${version}"`
      ? new Response(null, { status: 304 })
      : served(version === 1 ? calendarOf(party, lunch) : calendarOf(lunch), { etag: `"${version}"` }),
  );
  await address.sync();
  const [before] = address.calendars.list();
  await address.sync();
  expect(address.requests[1]?.headers.get("if-none-match")).toBe('"1"');
  expect(address.titles()).toEqual(["Party", "Lunch"]);
  expect(address.calendars.list()[0]?.cursor).toBe(String(before?.cursor));

  version = 2;
  await address.sync();
  expect(address.titles()).toEqual(["Lunch"]);
});

test("Last-Modified does the same where there is no ETag", async () => {
  const at = "Mon, 23 Nov 2026 08:00:00 GMT";
  await using address = openAddress(({ headers }) =>
    headers.get("if-modified-since") === at
      ? new Response(null, { status: 304 })
      : served(calendarOf(party), { "last-modified": at }),
  );
  await address.sync();
  await address.sync();
  expect(address.titles()).toEqual(["Party"]);
  expect(address.requests[1]?.headers.get("if-modified-since")).toBe(at);
});

test("another address, or another zone for what floats, is read anew", async () => {
  const text = calendarOf(eventOf("a", "DTSTART:20261123T080000", "SUMMARY:Run"));
  await using address = openAddress(({ headers }) =>
    headers.get("if-none-match") ? new Response(null, { status: 304 }) : served(text, { etag: '"1"' }),
  );
  await address.sync();
  await address.sync(address.open(address.url, "Europe/Vienna"));
  expect(address.calendars.events({ from: "2026-11-23" })[0]?.start).toBe("2026-11-23T07:00:00+00:00");
  await address.sync(address.open(`${address.url}?new`));
  expect(address.requests.map(({ headers }) => headers.get("if-none-match"))).toEqual([null, null, null]);
});

test("redirects lead on, up to five, and the name and password of an address stay with its host", async () => {
  await using other = openAddress(() => served(calendarOf(party)));
  await using address = openAddress(({ url }) => {
    const hop = Number(new URL(url).searchParams.get("hop"));
    return Response.redirect(hop < 4 ? `/?hop=${hop + 1}` : other.url);
  });
  await address.sync(address.open(address.url.replace("//", "//ann:s%20p@")));
  expect(address.titles()).toEqual(["Party"]);
  const basic = `Basic ${btoa("ann:s p")}`;
  expect(address.requests.map(({ headers }) => headers.get("authorization"))).toEqual(Array(5).fill(basic));
  expect(other.requests[0]?.headers.get("authorization")).toBeNull();

  await using circle = openAddress(() => Response.redirect("/"));
  expect(await circle.sync().catch(String)).toContain("leads on more than 5 times");
  expect(circle.requests).toHaveLength(6);
});

test("a password that has a percent sign in it", async () => {
  await using address = openAddress(() => served(calendarOf(party)));
  await address.sync(address.open(address.url.replace("//", "//ann:50%off@")));
  expect(address.requests[0]?.headers.get("authorization")).toBe(`Basic ${btoa("ann:50%off")}`);
});

test("lines that end in CR alone, and a line that is folded in the middle of a character", async () => {
  let body = Buffer.from(calendarOf(party).replaceAll("\r\n", "\r"));
  await using address = openAddress(() => new Response(new Uint8Array(body)));
  await address.sync();
  expect(address.titles()).toEqual(["Party"]);
  const [before = "", after = ""] = calendarOf(
    eventOf("a", "DTSTART:20261123T080000Z", "SUMMARY:Café"),
  ).split("é");
  const [first = 0, second = 0] = Buffer.from("é");
  body = Buffer.concat([Buffer.from(before), Buffer.from([first, 13, 10, 32, second]), Buffer.from(after)]);
  await address.sync();
  expect(address.titles()).toEqual(["Café"]);
});

test("each redirect is checked: none leads from outside into the house, or out of the web", async () => {
  const lookups: string[] = [];
  await using address = openAddress(() => Response.redirect("http://inside.example/"), {
    allowPrivate: false,
    lookup: async (hostname) => {
      lookups.push(hostname);
      return [{ address: "10.0.0.1" }];
    },
  });
  expect(await address.sync(address.open("http://inside.example/")).catch(String)).toContain(
    "private network",
  );
  expect(address.requests).toHaveLength(0);
  expect(lookups).toEqual(["inside.example"]);

  await using file = openAddress(
    () => new Response(null, { status: 302, headers: { location: "file:///etc/passwd" } }),
  );
  expect(await file.sync().catch(String)).toContain("not of the web");
});

test("what cannot be used is told in clear words, and takes nothing away", async () => {
  let answer = () => served(calendarOf(party));
  await using address = openAddress(() => answer());
  await address.sync();

  const refused: [Response, string][] = [
    [new Response("<!doctype html><p>Sign in"), "gives no calendar, but a web page"],
    [served(calendarOf(party, lunch).slice(0, -8)), "only a part of one"],
    [new Response("\0\x01\xff"), "gives no calendar"],
    [new Response("gone", { status: 410 }), "answered 410"],
    [new Response(null, { status: 304 }), ""],
    [served("x".repeat(10 * 1024 * 1024 + 1)), "larger than 10 MB"],
  ];
  for (const [response, words] of refused) {
    answer = () => response;
    const told = await address.sync().catch(String);
    if (words !== "") expect(told).toContain(`Holidays: `);
    if (words !== "") expect(told).toContain(words);
    expect(address.titles()).toEqual(["Party"]);
  }
});

test("a service that asks for patience gets it", async () => {
  await using address = openAddress(
    () => new Response("", { status: 503, headers: { "retry-after": "120" } }),
  );
  expect(await address.sync().catch((error: unknown) => error)).toMatchObject({
    remedy: "retry",
    afterMs: 120_000,
  });
});

test("an answer that never ends is given up with its signal", async () => {
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  await using address = openAddress(
    () =>
      new Response(
        new ReadableStream({
          pull(controller) {
            controller.enqueue(new TextEncoder().encode("BEGIN:VCALENDAR\r\n"));
            begin();
            return new Promise(() => {});
          },
        }),
      ),
  );
  const reading = address.sync().catch(String);
  await begun;
  address.stop();
  expect(await reading).toContain("It was stopped.");
});
