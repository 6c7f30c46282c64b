import { httpBatchLink } from "@trpc/client/links/httpBatchLink";
import { observableToPromise } from "@trpc/server/observable";
import superjson from "superjson";
import type { AppRouter } from "../../../server/trpc/router.ts";
import { reportUnauthorized } from "./auth.ts";

/** A batch answers 401 only when all its calls are refused, and they all are as soon as the cookie is not good. */
async function fetchWatchingAuth(url: RequestInfo | URL | string, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  if (response.status === 401) reportUnauthorized();
  return response;
}

const link = httpBatchLink<AppRouter>({
  url: "/trpc",
  transformer: superjson,
  maxItems: 10,
  fetch: (url, init) => fetchWatchingAuth(url, init),
})({});

type CallOptions = { signal?: AbortSignal };
let calls = 0;

async function call(
  type: "query" | "mutation",
  path: string,
  input: unknown,
  { signal }: CallOptions = {},
): Promise<unknown> {
  const op = { id: ++calls, type, path, input, context: {}, signal: signal ?? null };
  const { result } = await observableToPromise(link({ op, next: nothingBehind }));
  return "data" in result ? result.data : undefined;
}

function nothingBehind(): never {
  throw new Error("The batch link is the last one.");
}

/**
 * Calls procedures by their path. The link alone, without tRPC's client around it: that comes in one module with links
 * for streams, which nobody here needs (stream-client.ts).
 */
export const client = {
  query: (path: string, input?: unknown, options?: CallOptions) => call("query", path, input, options),
  mutation: (path: string, input?: unknown, options?: CallOptions) => call("mutation", path, input, options),
};
