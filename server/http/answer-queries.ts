import { getTRPCErrorFromUnknown, type AnyTRPCProcedure } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import superjson, { type SuperJSONResult } from "superjson";
import type { Context } from "../trpc/context.ts";
import { shapeOf } from "../trpc/init.ts";
import { appRouter } from "../trpc/router.ts";
import { stringify } from "../trpc/serialize.ts";
import type { TellFailure } from "./failed-calls.ts";

const { _def: definition } = appRouter;
/** By their whole paths, though tRPC types them as a tree. */
const procedures = Object.entries(definition.procedures as unknown as Record<string, AnyTRPCProcedure>);
const QUERIES = new Map(procedures.filter(([, { _def }]) => _def.type === "query"));

/** Where calls of a batch have ended differently. */
const MULTI_STATUS = 207;

type Answer = { status: number; text: string };

/**
 * Answers queries, one or a batch of them, with the words of tRPC's own adapter (`fetchRequestHandler`) and by the same
 * procedures. That one makes ready for streams, uploads and cancelling with each call, which takes longer than what a
 * small query does; and it writes an answer that was kept anew each time.
 * @returns undefined for all else, which is tRPC's own: changes, streams, and what is not understood
 */
export async function answerQueries(
  request: Request,
  createContext: (headers: Headers) => Context,
  tellFailure: TellFailure,
): Promise<Response | undefined> {
  if (request.method !== "GET" || asksForLines(request)) return undefined;
  const { pathname, searchParams } = new URL(request.url);
  const path = pathname.slice("/trpc/".length);
  const isBatch = searchParams.get("batch") === "1";
  const paths = isBatch ? path.split(",") : [path];
  if (!paths.every((one) => QUERIES.has(one))) return undefined;
  const inputs = readInputs(searchParams.get("input"), isBatch ? paths.length : undefined);
  if (!inputs) return undefined;

  const headers = new Headers({ "content-type": "application/json", vary: "trpc-accept, accept" });
  const ctx = createContext(headers);
  const answers = await Promise.all(paths.map(answer));
  const statuses = new Set(answers.map(({ status }) => status));
  const [status] = statuses.size === 1 ? statuses : [MULTI_STATUS];
  const texts = answers.map(({ text }) => text).join(",");
  return new Response(isBatch ? `[${texts}]` : texts, { status, headers });

  async function answer(path: string, batchIndex: number): Promise<Answer> {
    const input = inputs?.[batchIndex];
    try {
      const data: unknown = await QUERIES.get(path)?.({
        path,
        getRawInput: () => Promise.resolve(input),
        ctx,
        type: "query",
        signal: request.signal,
        batchIndex,
      });
      return { status: 200, text: `{"result":{"data":${stringify(data)}}}` };
    } catch (cause) {
      const error = getTRPCErrorFromUnknown(cause);
      tellFailure({ error, path });
      const text = `{"error":${stringify(shapeOf(error, { type: "query", path }))}}`;
      return { status: getHTTPStatusCodeFromError(error), text };
    }
  }
}

/** tRPC's stream of JSON lines, in which a batch is answered bit by bit. */
const asksForLines = ({ headers }: Request): boolean =>
  headers.has("trpc-accept") || (headers.get("accept")?.includes("application/jsonl") ?? false);

/**
 * The inputs in the order of the calls. Undefined when they cannot be read: tRPC says in what way.
 * @param batched how many calls are in the batch, when it is one
 */
function readInputs(text: string | null, batched: number | undefined): unknown[] | undefined {
  if (!text) return [];
  try {
    const read: unknown = JSON.parse(text);
    if (batched === undefined) return [deserialize(read)];
    if (typeof read !== "object" || read === null || Array.isArray(read)) return undefined;
    const byPlace = read as Record<number, unknown>; // What else stands in it is nobody's.
    return Array.from({ length: batched }, (_, place) =>
      byPlace[place] === undefined ? undefined : deserialize(byPlace[place]),
    );
  } catch {
    return undefined;
  }
}

/** @throws Error for what superjson has not written, as far as it looks */
const deserialize = (written: unknown): unknown => superjson.deserialize(written as SuperJSONResult);
