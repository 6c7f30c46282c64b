import superjson from "superjson";
import { z } from "zod";
import { appRouter } from "../../../server/trpc/router.ts";

export type Kind = "query" | "mutation" | "subscription";
export type Procedure = {
  path: string;
  kind: Kind;
  /** Its schema; undefined where it takes nothing. */
  schema: z.ZodType | undefined;
};

// tRPC's own names. Flat, by path; the type is the nested router's.
/* eslint-disable no-underscore-dangle */
const all = appRouter._def.procedures as unknown as Record<
  string,
  { _def: { type: Kind; inputs: z.ZodType[] } }
>;
/** Every procedure of the router, found by walking it, so that a new one is tested without anybody thinking of it. */
export const PROCEDURES: Procedure[] = Object.entries(all).map(([path, { _def }]) => ({
  path,
  kind: _def.type,
  schema: _def.inputs[0],
}));
/* eslint-enable no-underscore-dangle */

export const ofKind = (...kinds: Kind[]): Procedure[] =>
  PROCEDURES.filter(({ kind }) => kinds.includes(kind));

/** What an agent may do with the token of its session. Everything else is the owner's. */
export const AGENTS_MAY = [
  "agents.context",
  "agents.notifyOwner",
  "agents.startAgent",
  "calendar.event",
  "calendar.events",
  "calendar.freeTime",
  "calendar.list",
  "calendar.onChange",
  "comments.add",
  "comments.list",
  "integrations.list",
  "integrations.run",
  "notifications.list",
  "search.query",
  "tasks.activity",
  "tasks.counts",
  "tasks.create",
  "tasks.get",
  "tasks.list",
  "tasks.move",
  "tasks.onChange",
  "tasks.parse",
  "tasks.quickAdd",
  "tasks.remove",
  "tasks.removeMany",
  "tasks.restore",
  "tasks.restoreMany",
  "tasks.tags",
  "tasks.undo",
  "tasks.update",
  "tasks.updateMany",
];

/**
 * The least that the schema takes, so that nothing but the guard stands between a caller and the handler. Where this
 * finds nothing that suits, a test says so.
 */
export const leastInput = ({ schema }: Procedure): unknown => schema && leastOf(schema);

const ID = "0190a5f0-0000-7000-8000-000000000000";
/** For texts with a format of their own. */
const TEXTS = [
  ID,
  "x",
  "2030-01-02",
  "2030-01-02T03:04:05Z",
  "/tmp",
  "12:00",
  "https://example.net/x",
  "a.b",
];

// Zod types what stands in a schema as its core's schema; all of ours are whole ones.
const whole = (schema: z.core.SomeType): z.ZodType => schema as z.ZodType;

function leastOf(schema: z.ZodType): unknown {
  const firstOf = (values: unknown[]) => values.find((value) => schema.safeParse(value).success);
  if (schema.safeParse(undefined).success) return undefined;
  if (schema.safeParse(null).success) return null;
  if (schema instanceof z.ZodObject) {
    const least: Record<string, unknown> = {};
    const given: Record<string, unknown> = {};
    for (const [key, field] of Object.entries<z.ZodType>(schema.shape)) {
      const value = leastOf(field);
      if (value === undefined)
        given[key] = leastOf(field instanceof z.ZodOptional ? whole(field.unwrap()) : field);
      else least[key] = value;
    }
    // Some want one of their optional fields.
    return (
      firstOf([least, ...Object.entries(given).map(([key, value]) => ({ ...least, [key]: value }))]) ?? least
    );
  }
  if (schema instanceof z.ZodIntersection)
    return Object.assign({}, leastOf(whole(schema.def.left)), leastOf(whole(schema.def.right)));
  if (schema instanceof z.ZodUnion) return firstOf(schema.options.map((one) => leastOf(whole(one))));
  if (schema instanceof z.ZodArray) return firstOf([[], [leastOf(whole(schema.element))]]);
  if (schema instanceof z.ZodPipe) return leastOf(whole(schema.in));
  if (schema instanceof z.ZodEnum) return schema.options[0];
  if (schema instanceof z.ZodLiteral) return [...schema.values][0];
  return firstOf([...TEXTS, "a".repeat(40), 0, 1, true, new Date("2030-01-02T03:04:05Z"), {}]);
}

export type Answer = { status: number; text: string; /** Of each call, in order. */ codes: string[] };

type Call = {
  url: string;
  headers?: Record<string, string>;
  /** `single`: the first alone · `batch`: all in one · `stream`: all in one, answered line by line. */
  over?: "single" | "batch" | "stream";
  /** Instead of the least that each takes. */
  input?: unknown;
};

/** Calls procedures of one kind as a client would. A subscription is left once it has begun. */
export async function call(
  procedures: Procedure[],
  { url, headers = {}, over = "single", input: given }: Call,
): Promise<Answer> {
  const inputs = procedures.map((procedure) => superjson.serialize(given ?? leastInput(procedure)));
  const input = JSON.stringify(over === "single" ? inputs[0] : Object.fromEntries(inputs.entries()));
  const isMutation = procedures[0]?.kind === "mutation";
  const address = new URL(`/trpc/${procedures.map(({ path }) => path).join(",")}`, url);
  if (over !== "single") address.searchParams.set("batch", "1");
  if (!isMutation) address.searchParams.set("input", input);
  const abort = new AbortController();
  const response = await fetch(address, {
    method: isMutation ? "POST" : "GET",
    headers: {
      ...(isMutation && { "content-type": "application/json" }),
      ...(over === "stream" && { "trpc-accept": "application/jsonl" }),
      ...headers,
    },
    ...(isMutation && { body: input }),
    redirect: "manual",
    signal: abort.signal,
  });
  let text = "";
  for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes('"ready"')) break;
  }
  abort.abort();
  const codes = [...text.matchAll(/"porter":\{"code":"(\w+)"/g)].map(([, code]) => code ?? "");
  return { status: response.status, text, codes };
}
