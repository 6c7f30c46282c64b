import { expect, test } from "bun:test";
import { applyDeliveryTo } from "../../client/src/api/delivery-lists.ts";
import type { Delivery, ListDeliveries } from "../../shared/delivery.ts";

const delivery = (id: string, change: Partial<Delivery> = {}): Delivery => ({
  id,
  integrationId: "tasks",
  webhookId: `msg_${id}`,
  state: "handled",
  attempts: 1,
  nextAttemptAt: null,
  error: null,
  outcome: null,
  bytes: 2,
  receivedAt: new Date(0),
  settledAt: null,
  ...change,
});
const place = (known: Delivery[], filter: ListDeliveries, item: Delivery) =>
  applyDeliveryTo(
    { pages: [{ items: known, nextCursor: null }], pageParams: [null] },
    filter,
    item,
  ).pages[0]?.items.map(({ id, state }) => `${id} ${state}`);

test("a delivery stands newest first in the lists of its integration and of its state, and in no other", () => {
  const known = [delivery("3"), delivery("1")];
  expect(place(known, { integrationId: "tasks" }, delivery("2"))).toEqual([
    "3 handled",
    "2 handled",
    "1 handled",
  ]);
  expect(place(known, { integrationId: "webhook" }, delivery("4"))).toEqual(["3 handled", "1 handled"]);
  expect(place(known, {}, delivery("3", { state: "dead" }))).toEqual(["3 dead", "1 handled"]);
  expect(place(known, { state: "handled" }, delivery("3", { state: "pending" }))).toEqual(["1 handled"]);
  expect(place([], { state: "dead" }, delivery("3", { state: "dead" }))).toEqual(["3 dead"]);
});
