import { createTRPCReact, getQueryKey } from "@trpc/react-query";
import { expect, test } from "bun:test";
import type { AppRouter } from "../../server/trpc/router.ts";
import { inputOf, queryKey } from "../../client/src/api/keys.ts";

const trpc = createTRPCReact<AppRouter>();
const path = ["tasks", "list"];

test("keys have the layout of @trpc/react-query", () => {
  const filter = { status: "todo", limit: 5 } as const;
  expect(queryKey(path, undefined, "any")).toEqual(getQueryKey(trpc.tasks.list) as never);
  expect(queryKey(path, filter, "any")).toEqual(getQueryKey(trpc.tasks.list, filter) as never);
  expect(queryKey(path, filter, "query")).toEqual(getQueryKey(trpc.tasks.list, filter, "query") as never);
  expect(queryKey(["tasks", "counts"], undefined, "query")).toEqual(
    getQueryKey(trpc.tasks.counts, undefined, "query") as never,
  );
  expect(queryKey(path, filter, "infinite")).toEqual(
    getQueryKey(trpc.tasks.list, filter, "infinite") as never,
  );
});

test("the cursor is no part of a paged list's key, as in @trpc/react-query", () => {
  const key = queryKey(path, { tag: "home", cursor: "abc" }, "infinite");
  expect(key).toEqual(queryKey(path, { tag: "home" }, "infinite"));
  // The types of @trpc/react-query leave `cursor` out of an infinite key's input; at run time it drops it, too.
  expect(key).toEqual(
    getQueryKey(trpc.tasks.list, { tag: "home", cursor: "abc" } as never, "infinite") as never,
  );
});

test("the input can be read back from a key", () => {
  expect(inputOf(queryKey(path, { tag: "home" }, "infinite"))).toEqual({ tag: "home" });
  expect(inputOf(queryKey(path, undefined, "any"))).toBeUndefined();
});
