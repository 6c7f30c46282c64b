import { afterAll, beforeEach, expect, test } from "bun:test";
import { initTRPC, TRPCError } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import superjson from "superjson";
import { z } from "zod";

/** tRPC's own server, with Porter's transformer and a part of its error shape. */
const t = initTRPC.create({
  transformer: superjson,
  errorFormatter: ({ shape, error }) => ({
    ...shape,
    data: { ...shape.data, porter: { code: error.code, message: error.message } },
  }),
});
const router = t.router({
  echo: t.procedure.input(z.unknown()).query(({ input }) => input),
  change: t.procedure.input(z.object({ at: z.date() })).mutation(({ input }) => input.at.getTime()),
  nothing: t.procedure.mutation(() => undefined),
  refuse: t.procedure.query(() => {
    throw new TRPCError({ code: "CONFLICT", message: "No." });
  }),
});

type Asked = { url: string; signal: AbortSignal | undefined };
const asked: Asked[] = [];
/** What answers instead, if set. */
let instead: ((asked: Asked) => Promise<Response>) | undefined;

const ownFetch = globalThis.fetch;
globalThis.fetch = Object.assign(
  (url: string, init: RequestInit = {}) => {
    const one = { url, signal: init.signal ?? undefined };
    asked.push(one);
    if (instead) return instead(one);
    return fetchRequestHandler({
      req: new Request(`http://porter${url}`, init),
      router,
      endpoint: "/trpc",
    });
  },
  { preconnect: ownFetch.preconnect },
) as typeof fetch;
afterAll(() => {
  globalThis.fetch = ownFetch;
});
beforeEach(() => {
  asked.length = 0;
  instead = undefined;
});

const { client } = await import("../../client/src/api/client.ts");
const { explain, porterError } = await import("../../client/src/api/errors.ts");

test("calls of one task go together, ten at most, and each gets its own answer", async () => {
  const inputs = Array.from({ length: 12 }, (_, index) => ({
    index,
    when: new Date(index),
    none: undefined,
  }));
  expect(await Promise.all(inputs.map((input) => client.query("echo", input)))).toStrictEqual(inputs);
  expect(asked).toHaveLength(2);
  expect(await client.query("echo")).toBe(undefined);
  expect(await client.mutation("change", { at: new Date(5) })).toBe(5);
  expect(await client.mutation("nothing")).toBe(undefined);
});

test("one that is refused leaves the others alone, and says why", async () => {
  const [refused, answered] = await Promise.allSettled([client.query("refuse"), client.query("echo", 1)]);
  expect(asked).toHaveLength(1);
  expect(answered).toEqual({ status: "fulfilled", value: 1 });
  expect(porterError(refused.status === "rejected" ? refused.reason : undefined)).toEqual({
    code: "CONFLICT" as never, // tRPC's own code stands for one of Porter's
    message: "No.",
  });
});

test("what keeps the server from answering is no refusal of it", async () => {
  for (const body of ["<h1>Bad gateway</h1>", "[]", "null", '{"message":"Too large"}']) {
    instead = () => Promise.resolve(new Response(body, { status: 502 }));
    const error: unknown = await client.query("echo", 1).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(porterError(error)).toBe(undefined);
  }
  instead = () => Promise.reject(new TypeError("Failed to fetch"));
  const error: unknown = await client.query("echo", 1).catch((reason: unknown) => reason);
  expect(explain(error)).toStartWith("Porter does not answer.");
});

test("a call is given up alone; with the last one the request is", async () => {
  const { promise: never } = Promise.withResolvers<Response>();
  instead = () => never;
  const [first, second] = [new AbortController(), new AbortController()];
  const calls = [first, second].map(({ signal }) => client.query("echo", 1, { signal }));
  await new Promise((resolve) => setTimeout(resolve));
  first.abort(new Error("first"));
  expect(await calls[0]?.catch((reason: unknown) => reason)).toBe(first.signal.reason);
  expect(asked.map(({ signal }) => signal?.aborted)).toEqual([false]);
  second.abort(new Error("second"));
  expect(await calls[1]?.catch((reason: unknown) => reason)).toBe(second.signal.reason);
  expect(asked.map(({ signal }) => signal?.aborted)).toEqual([true]);
});
