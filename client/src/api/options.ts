import type {
  AnyTRPCMutationProcedure,
  AnyTRPCProcedure,
  AnyTRPCQueryProcedure,
  AnyTRPCSubscriptionProcedure,
  inferProcedureInput,
  inferTransformedProcedureOutput,
} from "@trpc/server";
import type { inferAsyncIterableYield } from "@trpc/server/unstable-core-do-not-import";
import type { AppRouter } from "../../../server/trpc/router.ts";
import { client } from "./client.ts";
import { queryKey, type QueryType, type TrpcKey } from "./keys.ts";
import type { StreamObserver } from "./stream-client.ts";

type Output<P extends AnyTRPCProcedure> = inferTransformedProcedureOutput<AppRouter, P>;
/** A procedure whose input may be left out can be called with nothing. */
type Args<P extends AnyTRPCProcedure> =
  undefined extends inferProcedureInput<P>
    ? [input?: inferProcedureInput<P>]
    : [input: inferProcedureInput<P>];
type CancelSignal = { signal: AbortSignal };

type Keyed<P extends AnyTRPCProcedure> = {
  /** Matches every cached answer of this procedure, or with input and type exactly one. */
  queryKey: (input?: inferProcedureInput<P>, type?: QueryType) => TrpcKey;
};

type Query<P extends AnyTRPCQueryProcedure> = Keyed<P> & {
  query: (...args: Args<P>) => Promise<Output<P>>;
  queryOptions: (...args: Args<P>) => {
    queryKey: TrpcKey;
    queryFn: (context: CancelSignal) => Promise<Output<P>>;
  };
  /** `cursorName`: the field of the input that takes the page's cursor. `previous`: for both directions. */
  infiniteQueryOptions: <C>(
    input: inferProcedureInput<P>,
    paging: {
      cursorName?: string;
      next: (page: Output<P>) => C | null;
      previous?: (page: Output<P>) => C | null;
    },
  ) => {
    queryKey: TrpcKey;
    queryFn: (context: CancelSignal & { pageParam: C | null }) => Promise<Output<P>>;
    initialPageParam: C | null;
    getNextPageParam: (page: Output<P>) => C | null;
    getPreviousPageParam?: (page: Output<P>) => C | null;
  };
};

type Mutation<P extends AnyTRPCMutationProcedure> = {
  mutate: (...args: Args<P>) => Promise<Output<P>>;
  /** Its name on the wire: `tasks.update`. */
  path: () => string;
};

type Subscription<P extends AnyTRPCSubscriptionProcedure> = {
  /** Rejects when the code for it cannot be loaded. */
  subscribe: (
    input: inferProcedureInput<P>,
    observer: StreamObserver<inferAsyncIterableYield<Output<P>>>,
  ) => Promise<{ unsubscribe: () => void }>;
};

type Options<R> = {
  [K in keyof R]: R[K] extends AnyTRPCQueryProcedure
    ? Query<R[K]>
    : R[K] extends AnyTRPCMutationProcedure
      ? Mutation<R[K]>
      : R[K] extends AnyTRPCSubscriptionProcedure
        ? Subscription<R[K]>
        : Options<R[K]>;
};

type Paging = {
  cursorName?: string;
  next: (page: unknown) => unknown;
  previous?: (page: unknown) => unknown;
};

function methodsOf(path: readonly string[]): Record<string, (...args: never[]) => unknown> {
  const name = path.join(".");
  return {
    queryKey: (input?: unknown, type: QueryType = "any") => queryKey(path, input, type),
    query: (input?: unknown) => client.query(name, input),
    mutate: (input?: unknown) => client.mutation(name, input),
    queryOptions: (input?: unknown) => ({
      queryKey: queryKey(path, input, "query"),
      queryFn: ({ signal }: CancelSignal) => client.query(name, input, { signal }),
    }),
    infiniteQueryOptions: (input: unknown, { cursorName = "cursor", next, previous }: Paging) => ({
      queryKey: queryKey(path, input, "infinite"),
      queryFn: ({ signal, pageParam }: CancelSignal & { pageParam: unknown }) => {
        const page = pageParam === null ? input : Object.assign({}, input, { [cursorName]: pageParam });
        return client.query(name, page, { signal });
      },
      initialPageParam: null,
      getNextPageParam: next,
      ...(previous && { getPreviousPageParam: previous }),
    }),
    path: () => name,
    subscribe: async (input: unknown, observer: StreamObserver<{ id: string; data: unknown }>) => {
      const { openStream } = await import("./stream-client.ts");
      return openStream(name, input, observer);
    },
  };
}

/** Every node is a path, and a call takes its last word for the method: a procedure may be called `subscribe`, too. */
function proxyAt(path: readonly string[]): unknown {
  return new Proxy(() => undefined, {
    get: (_, property) => (typeof property === "string" ? proxyAt([...path, property]) : undefined),
    apply: (_, __, given: unknown[]) => {
      const name = path.at(-1) ?? "";
      const method = methodsOf(path.slice(0, -1))[name];
      if (!method) throw new TypeError(`api.${path.join(".")} is not a method.`);
      return method(...(given as never[])); // what the types of `Options` let through
    },
  });
}

/**
 * The router as options for solid-query: `api.tasks.list.queryOptions({status: "todo"})`. Why not a package: tRPC's
 * own helper bundles React, and the Solid ones are for tRPC 10.
 */
// The proxy's shape is only known to the type system; `methodsOf` is its one runtime counterpart.
export const api = proxyAt([]) as Options<AppRouter["_def"]["record"]>;
