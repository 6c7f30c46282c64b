import { describe, expect, test } from "bun:test";
import { applyNotificationTo } from "../../client/src/api/notification-lists.ts";
import type { Pages } from "../../client/src/api/pages.ts";
import { ownTime, snoozeTimes } from "../../client/src/pages/notifications/snooze-times.ts";
import { pushStateOf } from "../../client/src/pages/settings/push-state.ts";
import { deviceName } from "../../client/src/service-worker/device-name.ts";
import { isTellingDue } from "../../client/src/shell/attention-rule.ts";
import { toMomentField } from "../../client/src/ui/date-fields.ts";
import type { ListNotifications, Notification } from "../../shared/notification.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 10, minute));
const told = (minute: number, change: Partial<Notification> = {}): Notification => ({
  id: `id-${minute}`,
  key: null,
  kind: "agent_completed",
  title: "Tidy up",
  body: "",
  link: "/agents/1",
  approvalId: null,
  tokenId: null,
  readAt: null,
  doneAt: null,
  snoozedUntil: null,
  createdAt: at(minute),
  ...change,
});
const pagesOf = (items: Notification[], nextCursor: string | null = null): Pages<Notification> => ({
  pages: [{ items, nextCursor }],
  pageParams: [null],
});
const place = (items: Notification[], filter: ListNotifications, item: Notification) =>
  applyNotificationTo(pagesOf(items), filter, item).pages[0]?.items.map(({ id }) => id);

describe("a changed notification in a loaded list", () => {
  test("that comes again is on top, once", () => {
    expect(place([told(3), told(2), told(1)], {}, told(1, { createdAt: at(9) }))).toEqual([
      "id-1",
      "id-3",
      "id-2",
    ]);
  });

  test("is in the list of its state alone", () => {
    const done = told(1, { doneAt: at(5) });
    const snoozed = told(1, { snoozedUntil: at(50) });
    for (const state of ["inbox", "snoozed", "done"] as const) {
      expect(place([], { state }, told(1))).toEqual(state === "inbox" ? ["id-1"] : []);
      expect(place([], { state }, snoozed)).toEqual(state === "snoozed" ? ["id-1"] : []);
      expect(place([], { state }, done)).toEqual(state === "done" ? ["id-1"] : []);
    }
    expect(place([told(1)], {}, done)).toEqual([]);
  });

  test("leaves the unread ones when it is read, and is counted again when it is not", () => {
    const read = told(1, { readAt: at(5) });
    expect(place([told(2), told(1)], { unread: true }, read)).toEqual(["id-2"]);
    expect(place([told(2)], { unread: true }, told(1))).toEqual(["id-2", "id-1"]);
    expect(place([told(1)], {}, read)).toEqual(["id-1"]);
  });
});

describe("snooze", () => {
  const words = (now: Date) => snoozeTimes(now).map(({ words }) => words);

  test("offers moments of the person's own day, soonest first and none twice", () => {
    const wednesday = new Date(2026, 2, 4, 11, 30);
    expect(snoozeTimes(wednesday)).toEqual([
      { words: "In 1 hour", until: new Date(2026, 2, 4, 12, 30) },
      { words: "This evening", until: new Date(2026, 2, 4, 18) },
      { words: "Tomorrow", until: new Date(2026, 2, 5, 9) },
      { words: "Next Monday", until: new Date(2026, 2, 9, 9) },
    ]);
    expect(words(new Date(2026, 2, 4, 17, 30))).not.toContain("This evening");
    // Tomorrow is Monday already.
    expect(words(new Date(2026, 2, 8, 10))).toEqual(["In 1 hour", "This evening", "Tomorrow"]);
    expect(snoozeTimes(new Date(2026, 2, 9, 8)).at(-1)?.until).toEqual(new Date(2026, 2, 16, 9));
  });

  test("takes an own moment in the person's time, and none that has passed", () => {
    const now = new Date(2026, 2, 4, 11, 30);
    const later = new Date(2026, 2, 5, 7, 5);
    expect(ownTime(toMomentField(later), now)).toEqual(later);
    for (const value of ["", "nonsense", toMomentField(now)]) expect(ownTime(value, now)).toBeUndefined();
  });
});

test("the server hears of a person who is there, every 25 s, and of nobody else", () => {
  const here = { now: 100_000, inFront: true, movedAt: 99_000 };
  const never = Number.NEGATIVE_INFINITY;
  expect(isTellingDue(here, never)).toBe(true);
  expect(isTellingDue({ ...here, inFront: false }, never)).toBe(false);
  expect(isTellingDue({ ...here, movedAt: 39_000 }, never)).toBe(false);
  expect(isTellingDue({ ...here, movedAt: never }, never)).toBe(false);
  expect(isTellingDue(here, 80_000)).toBe(false);
  expect(isTellingDue(here, 75_000)).toBe(true);
});

test("what keeps a browser from pushes is told by its cause", () => {
  const all = {
    isSecure: true,
    hasPush: true,
    isApple: false,
    permission: "granted" as const,
    isSubscribed: true,
  };
  expect(pushStateOf(all)).toBe("on");
  expect(pushStateOf({ ...all, isSubscribed: false })).toBe("off");
  expect(pushStateOf({ ...all, permission: "default" })).toBe("off");
  expect(pushStateOf({ ...all, permission: "denied" })).toBe("denied");
  expect(pushStateOf({ ...all, isSecure: false, hasPush: false })).toBe("insecure");
  expect(pushStateOf({ ...all, hasPush: false })).toBe("unsupported");
  expect(pushStateOf({ ...all, hasPush: false, isApple: true })).toBe("home-screen");
});

test("a device has the name that its owner knows it by", () => {
  const chrome =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
  expect(deviceName(chrome)).toBe("Chrome on Linux");
  expect(deviceName(`${chrome} Edg/140.0.0.0`)).toBe("Edge on Linux");
  expect(
    deviceName(
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
    ),
  ).toBe("Safari on iPhone");
  expect(deviceName("Mozilla/5.0 (Android 15; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0")).toBe(
    "Firefox on Android",
  );
  expect(deviceName("curl/8")).toBe("Browser");
});
