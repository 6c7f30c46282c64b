import { afterAll, expect, test } from "bun:test";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import superjson from "superjson";
import { answerQueries } from "../../server/http/answer-queries.ts";
import { createTraffic } from "../../server/system/traffic.ts";
import type { Context } from "../../server/trpc/context.ts";
import { appRouter } from "../../server/trpc/router.ts";
import { openScratchDatabase } from "../support/database.ts";

const scratch = openScratchDatabase();
afterAll(() => scratch[Symbol.dispose]());
const { id } = scratch.tasks.create({ title: "Zäune “mend” \u2028", dueAt: new Date(0) }, "owner");

const ctx = {
  tasks: scratch.tasks,
  metrics: { traffic: createTraffic({ record: () => undefined }) },
  principal: { kind: "owner" },
} as unknown as Context; // No other service is asked.
const stranger = { ...ctx, principal: undefined } as Context;

const query = (path: string, input?: unknown, more = "") =>
  new Request(
    `http://porter/trpc/${path}?${more}${input === undefined ? "" : `&input=${encodeURIComponent(typeof input === "string" ? input : superjson.stringify(input))}`}`,
  );
const batch = (...calls: [path: string, input: unknown][]) =>
  query(
    calls.map(([path]) => path).join(","),
    JSON.stringify(Object.fromEntries(calls.map(([, input], place) => [place, superjson.serialize(input)]))),
    "batch=1",
  );

const wrong = { id: "no id" };
const none = { id: "00000000-0000-7000-8000-000000000000" };

const ANSWERED: Record<string, () => [Request, Context]> = {
  "a task with a date": () => [query("tasks.get", { id }), ctx],
  "a page, twice the same": () => [query("tasks.list", {}), ctx],
  "no input": () => [query("tasks.tags"), ctx],
  "an input that nobody reads": () => [query("tasks.tags", { a: 1 }), ctx],
  "an input that is missing": () => [query("tasks.get"), ctx],
  "an input that is wrong": () => [query("tasks.get", wrong), ctx],
  "what is not there": () => [query("tasks.get", none), ctx],
  "nobody who is signed in": () => [query("tasks.get", { id }), stranger],
  "a failure of ours": () => [query("views.list"), ctx],
  "a batch": () => [batch(["tasks.get", { id }], ["tasks.list", {}], ["tasks.tags", undefined]), ctx],
  "a batch of one": () => [batch(["tasks.get", { id }]), ctx],
  "a batch without inputs": () => [query("tasks.tags,tasks.get", undefined, "batch=1"), ctx],
  "a batch of which some fail": () => [batch(["tasks.get", wrong], ["tasks.get", { id }]), ctx],
  "a batch of which all fail alike": () => [batch(["tasks.get", none], ["tasks.get", none]), ctx],
  "a batch of nobody": () => [batch(["tasks.get", { id }], ["tasks.list", {}]), stranger],
};

async function told(response: Response | undefined) {
  const headers = Object.fromEntries(response?.headers ?? []);
  return { status: response?.status, headers, body: (await response?.json()) as unknown };
}

test.each(Object.keys(ANSWERED))("a query is answered as tRPC's own adapter answers it: %s", async (name) => {
  const [request, context] = ANSWERED[name]?.() ?? [];
  if (!request || !context) throw new Error(name);
  const failures: unknown[] = [];
  const tell = ({ error, path }: { error: { code: string }; path: string | undefined }) =>
    failures.push([path, error.code]);
  const ask = () => answerQueries(request, () => context, tell);
  const ours = await told(await ask());
  expect(await told(await ask())).toEqual(ours);
  const ownFailures = failures.splice(0);
  const theirs = await fetchRequestHandler({
    endpoint: "/trpc",
    req: request,
    router: appRouter,
    createContext: () => context,
    onError: tell,
  });
  expect(ours).toEqual(await told(theirs));
  expect(ownFailures).toEqual([...failures, ...failures]);
});

test("a header that a procedure asks for is in the answer", async () => {
  const answer = await answerQueries(
    query("tasks.tags"),
    (headers) => {
      headers.append("set-cookie", "a=b");
      return ctx;
    },
    () => undefined,
  );
  expect(answer?.headers.get("set-cookie")).toBe("a=b");
});

test.each([
  ["a change", query("tasks.create", { title: "x" })],
  ["a stream", query("tasks.onChange")],
  ["a change in a batch", batch(["tasks.tags", undefined], ["tasks.create", { title: "x" }])],
  ["what there is not", query("tasks.nothing")],
  ["what every object has", query("toString")],
  ["an input that is no JSON", query("tasks.get", "{")],
  ["an input that superjson has not written", query("tasks.get", "null")],
  ["a batch whose inputs are no object", query("tasks.get", "3", "batch=1")],
  ["a batch whose inputs are a list", query("tasks.get", "[]", "batch=1")],
  ["another method", new Request("http://porter/trpc/tasks.tags", { method: "POST" })],
  [
    "lines",
    new Request(query("tasks.tags", undefined, "batch=1"), {
      headers: { "trpc-accept": "application/jsonl" },
    }),
  ],
])("tRPC itself answers %s", async (_, request) => {
  expect(
    await answerQueries(
      request,
      () => ctx,
      () => undefined,
    ),
  ).toBeUndefined();
});
