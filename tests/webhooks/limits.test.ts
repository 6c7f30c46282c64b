import { expect, test } from "bun:test";
import { createWebhookLimits } from "../../server/integrations/webhooks/limits.ts";
import { createTokenBuckets } from "../../server/integrations/webhooks/token-buckets.ts";

function withBuckets(options: { capacity: number; perSecond: number }) {
  let now = 0;
  const buckets = createTokenBuckets({ ...options, now: () => now });
  const allowed = (count: number, key = "a") =>
    Array.from({ length: count }, () => buckets.take(key)).filter(({ isAllowed }) => isAllowed).length;
  return { ...buckets, allowed, pass: (ms: number) => (now += ms) };
}

test("a bucket gives what is in it at once, then as much as flows in, and never more than it holds", () => {
  const bucket = withBuckets({ capacity: 10, perSecond: 2 });
  expect(bucket.allowed(50)).toBe(10);
  bucket.pass(1_000);
  expect(bucket.allowed(50)).toBe(2);
  bucket.pass(3_600_000);
  expect(bucket.allowed(50)).toBe(10);
});

test("there is no edge of a window at which twice as much gets through", () => {
  const bucket = withBuckets({ capacity: 10, perSecond: 2 });
  let passed = 0;
  for (let ms = 0; ms < 20_000; ms += 10) {
    passed += bucket.allowed(3);
    bucket.pass(10);
    expect(passed).toBeLessThanOrEqual(10 + (2 * ms) / 1000 + 1);
  }
  expect(passed).toBeGreaterThanOrEqual(48);
});

test("whoever waits as long as it says gets one, and not before", () => {
  const bucket = withBuckets({ capacity: 3, perSecond: 0.5 });
  bucket.allowed(3);
  const { waitSeconds } = bucket.take("a");
  expect(waitSeconds).toBeCloseTo(2);
  bucket.pass(waitSeconds * 1000 - 1);
  expect(bucket.allowed(1)).toBe(0);
  bucket.pass(1);
  expect(bucket.allowed(1)).toBe(1);
});

test("keys do not know each other, and thousands of them are forgotten when they are full", () => {
  const bucket = withBuckets({ capacity: 1, perSecond: 1 });
  for (let key = 0; key < 5_000; key += 1) expect(bucket.allowed(2, String(key))).toBe(1);
  bucket.pass(1_000);
  for (let key = 0; key < 5_000; key += 1) expect(bucket.allowed(2, String(key))).toBe(1);
});

test("what is taken as a fine or given back counts", () => {
  const bucket = withBuckets({ capacity: 4, perSecond: 1 });
  bucket.fine("a");
  expect(bucket.allowed(9)).toBe(3);
  for (let i = 0; i < 9; i += 1) bucket.fine("a"); // There is nothing below empty.
  bucket.giveBack("a");
  expect(bucket.allowed(9)).toBe(1);
});

test("one address is held back before it holds back the others; wrong signatures halve what it may send", () => {
  const limits = createWebhookLimits(() => 0);
  const enter = (address: string, integration: string) => limits.enter(address, integration);
  const refused = () => {
    limits.leave("tasks");
    limits.distrust("stranger");
  };
  let entered = 0;
  while (enter("stranger", "tasks").waitSeconds === undefined) {
    entered += 1;
    refused();
  }
  expect(entered).toBe(120);
  expect(enter("sender", "tasks").waitSeconds).toBeUndefined();
});

test("one integration may be called so often, from however many addresses; the headers say how often", () => {
  const limits = createWebhookLimits(() => 0);
  const first = limits.enter("0", "tasks");
  expect(first.headers["ratelimit-policy"]).toBe('"address";q=240;w=24, "integration";q=120;w=24');
  expect(first.headers.ratelimit).toBe('"address";r=239;t=1, "integration";r=119;t=1');
  for (let i = 1; i < 120; i += 1) expect(limits.enter(String(i), "tasks").waitSeconds).toBeUndefined();
  const refused = limits.enter("other", "tasks");
  expect(refused.waitSeconds).toBe(1);
  expect(refused.headers.ratelimit).toContain('"integration";r=0;t=24');
  expect(limits.enter("other", "github").waitSeconds).toBeUndefined();
});
