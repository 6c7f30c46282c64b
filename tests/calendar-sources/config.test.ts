import { expect, test } from "bun:test";
import { Config } from "../../server/integrations/calendar/config.ts";

const wrong = (given: unknown): string[] =>
  Config.safeParse(given).error?.issues.map(({ path, message }) => `${path.join(".")} ${message}`) ?? [];

test("an empty section is whole: Google's own addresses, and no calendars", () => {
  expect(Config.parse({})).toEqual({
    calendar_id: "primary",
    api_root: "https://www.googleapis.com/",
    auth_url: "https://accounts.google.com/o/oauth2/v2/auth",
    token_url: "https://oauth2.googleapis.com/token",
    revoke_url: "https://oauth2.googleapis.com/revoke",
    ics: [],
    caldav: [],
  });
});

test("webcal is https, and private addresses are not allowed unless it says so", () => {
  const { ics } = Config.parse({ ics: [{ name: "Holidays", url: "webcal://a.example/b.ics" }] });
  expect(ics).toEqual([{ name: "Holidays", url: "https://a.example/b.ics", allow_private: false }]);
});

test("what it cannot mean is refused", () => {
  const url = "https://a.example/b.ics";
  expect(wrong({ ics: [{ name: "a", url: "file:///etc/passwd" }] })[0]).toContain(
    "ics.0.url must be an address",
  );
  expect(
    wrong({
      ics: [
        { name: "a", url },
        { name: "a", url },
      ],
    }),
  ).toEqual(["ics two have the same name"]);
  expect(wrong({ caldav: [{ name: "a", url, username: "", password: "p" }] })).toHaveLength(1);
  expect(wrong({ calendar_id: [] })).toHaveLength(1);
  expect(wrong({ calendars: [] })).toHaveLength(1);
});
