import { createDAVClient } from "tsdav";
import { USER } from "./radicale.ts";

/** Another program at the same CalDAV server, which knows nothing of Porter. */
export async function openCalDavClient(url: string) {
  const client = await createDAVClient({
    serverUrl: url,
    credentials: USER,
    authMethod: "Basic",
    defaultAccountType: "caldav",
  });
  const home = new URL(`${USER.username}/`, url).href;

  async function expectOk(answer: Promise<Response>): Promise<void> {
    const { ok, status } = await answer;
    if (!ok) throw new Error(`The server answered ${status}.`);
  }

  return {
    async makeCalendar(name: string, color = "#2266aaff"): Promise<string> {
      const address = new URL(`${name.toLowerCase()}/`, home).href;
      const [made] = await client.makeCalendar({
        url: address,
        props: { "d:displayname": name, "ca:calendar-color": color },
      });
      if (!made?.ok) throw new Error(`The server answered ${made?.status}.`);
      return address;
    },
    removeCalendar: (address: string) => expectOk(client.deleteObject({ url: address })),

    /** Without a condition: whatever is there is overwritten. */
    put: (address: string, name: string, text: string) =>
      expectOk(
        client.createObject({
          url: new URL(name, address).href,
          data: text,
          headers: { "content-type": "text/calendar; charset=utf-8" },
        }),
      ),
    remove: (address: string, name: string) =>
      expectOk(client.deleteObject({ url: new URL(name, address).href })),

    /** All objects, as text, by their names. */
    async objects(address: string): Promise<Map<string, string>> {
      const objects = await client.fetchCalendarObjects({ calendar: { url: address } });
      return new Map(
        objects.map(({ url, data }) => [new URL(url).pathname.split("/").at(-1) ?? "", String(data)]),
      );
    },
  };
}

const VIENNA = [
  "BEGIN:VTIMEZONE",
  "TZID:Europe/Vienna",
  "BEGIN:STANDARD",
  "DTSTART:19961027T030000",
  "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
  "TZOFFSETFROM:+0200",
  "TZOFFSETTO:+0100",
  "END:STANDARD",
  "BEGIN:DAYLIGHT",
  "DTSTART:19960331T020000",
  "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
  "TZOFFSETFROM:+0100",
  "TZOFFSETTO:+0200",
  "END:DAYLIGHT",
  "END:VTIMEZONE",
];

/** An iCalendar object with these VEVENTs, each given as its lines. */
export const calendarText = (...events: string[][]): string =>
  [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Another//Program//EN",
    ...VIENNA,
    ...events.flatMap((lines) => [
      "BEGIN:VEVENT",
      ...(lines.some((line) => line.startsWith("DTSTAMP")) ? [] : ["DTSTAMP:20261101T000000Z"]),
      ...lines,
      "END:VEVENT",
    ]),
    "END:VCALENDAR",
    "",
  ].join("\r\n");
