import { QueryObserver } from "@tanstack/solid-query";
import { expect, test } from "bun:test";
import { applyFeed, refreshCalendar } from "../../client/src/api/feed-cache.ts";
import { api } from "../../client/src/api/options.ts";
import { queryClient } from "../../client/src/api/query-client.ts";

/**
 * query-core asks nothing anew that it has no answer to yet (`Query.fetch`), and takes the answer that is on its way for
 * a fresh one. An event that was deleted while its week was being asked for so stood there for good.
 */
test("news that come while the first answer is on its way are asked for behind it", async () => {
  const asked: PromiseWithResolvers<string[]>[] = [];
  const next = Promise.withResolvers<void>();
  const observer = new QueryObserver(queryClient, {
    queryKey: api.calendar.events.queryKey({ from: "2027-03-01", to: "2027-03-08" }, "query"),
    queryFn: () => {
      asked.push(Promise.withResolvers());
      if (asked.length === 2) next.resolve();
      return asked.at(-1)?.promise ?? [];
    },
  });
  const stop = observer.subscribe(() => undefined);
  expect(asked).toHaveLength(1);

  applyFeed({ topic: "calendar", change: { type: "changed", calendarId: "c" } });
  let isRefreshed = false;
  const refreshed = refreshCalendar().then(() => (isRefreshed = true));
  asked[0]?.resolve(["Choir"]);
  await next.promise;
  expect(observer.getCurrentResult().data).toEqual(["Choir"]);
  // What lies over the calendar stays until the calendar has it.
  await new Promise(setImmediate);
  expect(isRefreshed).toBe(false);
  asked[1]?.resolve([]);
  await refreshed;
  expect(observer.getCurrentResult().data).toEqual([]);
  expect(asked).toHaveLength(2);
  stop();
});
