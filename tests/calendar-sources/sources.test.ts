import { expect, test } from "bun:test";
import { createFakeClock, openIntegrations, settle } from "../support/integrations.ts";
import { calendarOf, eventOf } from "./fixture.ts";

const text = calendarOf(eventOf("a", "DTSTART:20261123T080000Z", "SUMMARY:Party"));

function serve() {
  return Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: ({ url }) =>
      new URL(url).pathname === "/good.ics" ? new Response(text) : new Response("", { status: 404 }),
  });
}

const start = new Date("2026-11-23T00:00:00Z");

async function openCalendar(
  calendar: Record<string, unknown>,
  more: Parameters<typeof openIntegrations>[0] = {},
) {
  const clock = createFakeClock(start);
  const porter = openIntegrations({ enabled: ["calendar"], sections: { calendar }, clock, ...more });
  const get = () => porter.integrations.get("calendar");
  await settle();
  // What a source needs is loaded for it.
  while (get().state === "starting") await settle();
  return Object.assign(porter, {
    get,
    /** Until its ticks have come to `count`. */
    /** Until the first tick has come to its end. */
    async tick(): Promise<void> {
      await clock.advance(2_000);
      while (get().state === "ok" && get().ticks?.done === 0) await settle();
    },
    names: () => porter.calendars.list().map(({ name }) => name),
    titles: () => porter.calendars.events({ from: "2026-11-23" }).map(({ title }) => title),
  });
}

const entry = (name: string, url: string) => ({ name, url, allow_private: true });

test("one that fails keeps no other from being read, and is told", async () => {
  using server = serve();
  await using porter = await openCalendar({
    ics: [entry("Bad", `${server.url}bad.ics`), entry("Good", `${server.url}good.ics`)],
  });
  await porter.tick();
  expect(porter.titles()).toEqual(["Party"]);
  expect(porter.get()).toMatchObject({
    state: "degraded",
    error: { message: "Bad: its address answered 404." },
  });
});

test.each([
  ["that is no answer", "HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\n"],
  ["that breaks off", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"],
])(
  "an answer %s is told with its cause, and the log has no address, which may be a secret",
  async (_, answer) => {
    using server = Bun.listen({
      hostname: "127.0.0.1",
      port: 0,
      socket: { data: (socket) => void socket.write(answer) },
    });
    await using porter = await openCalendar({
      ics: [entry("Mine", `http://127.0.0.1:${server.port}/private-5ecret/basic.ics`)],
    });
    await porter.tick();
    expect(porter.get()).toMatchObject({
      state: "degraded",
      error: { message: expect.stringMatching(/^Mine: its (server|answer) .* \(\w+\)\.$/) },
    });
    expect(JSON.stringify(porter.logged)).toContain("Mine: its");
    expect(JSON.stringify(porter.logged)).not.toContain("5ecret");
  },
);

test("an address that is not allowed is no reason to end the others", async () => {
  using server = serve();
  await using porter = await openCalendar({
    ics: [{ name: "Inside", url: `${server.url}good.ics` }, entry("Good", `${server.url}good.ics`)],
  });
  await porter.tick();
  expect(porter.titles()).toEqual(["Party"]);
  expect(porter.get()).toMatchObject({ state: "degraded" });
  expect(porter.get().error?.message).toContain("allow_private = true");
  expect(
    await porter.integrations.run({ integrationId: "calendar", action: "list_events" }, { kind: "owner" }),
  ).toMatchObject({
    events: [{ title: "Party" }],
  });
});

test("with nothing in its section it works", async () => {
  await using porter = await openCalendar({});
  await porter.tick();
  expect(porter.get().state).toBe("ok");
});

test("Google without a sign-in: the others are read, and Porter asks for it", async () => {
  using server = serve();
  await using porter = await openCalendar({
    client_id: "id",
    client_secret: "secret",
    ics: [entry("Good", `${server.url}good.ics`)],
  });
  await porter.tick();
  expect(porter.get().state).toBe("needs_auth");
  expect(porter.titles()).toEqual(["Party"]);
});

test("half of Google's keys, and variables that are not set, wait for the owner", async () => {
  await using half = await openCalendar({ client_id: "id" });
  expect(half.get()).toMatchObject({ state: "needs_config" });
  expect(half.get().error?.message).toContain("client_secret is missing");

  const missingVariables = [{ path: ["integrations", "calendar", "client_id"], name: "GOOGLE_CLIENT_ID" }];
  await using unset = await openCalendar({}, { missingVariables });
  expect(unset.get()).toMatchObject({ state: "needs_config" });
  expect(unset.get().error?.message).toContain("GOOGLE_CLIENT_ID");
});

test("a calendar that is not in the configuration any more goes, with its events", async () => {
  using server = serve();
  const good = entry("Good", `${server.url}good.ics`);
  await using first = await openCalendar({ ics: [good, { ...good, name: "Other" }] });
  await first.tick();
  expect(first.names().sort()).toEqual(["Good", "Other"]);
  await first.stop();

  await using second = await openCalendar({ ics: [good] }, { database: first });
  await second.tick();
  expect(second.names()).toEqual(["Good"]);
  expect(second.titles()).toEqual(["Party"]);
});
