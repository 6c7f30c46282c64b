/**
 * The key layout of `@trpc/react-query` (its getQueryKey), kept so that everything written about tRPC's cache
 * keys is true here as well. tests/client/keys.test.ts compares the two.
 */
export type QueryType = "query" | "infinite" | "any";
export type TrpcKey = readonly [
  path: readonly string[],
  rest?: { input?: unknown; type?: "query" | "infinite" },
];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function queryKey(path: readonly string[], input: unknown, type: QueryType): TrpcKey {
  if (!input && type === "any") return [path];
  if (type === "infinite" && isRecord(input) && ("cursor" in input || "direction" in input)) {
    const { cursor: _cursor, direction: _direction, ...rest } = input;
    return [path, { input: rest, type }];
  }
  return [path, { ...(input !== undefined && { input }), ...(type !== "any" && { type }) }];
}

/** The input that a key of this layout was made with. */
export const inputOf = (key: readonly unknown[]): unknown => (isRecord(key[1]) ? key[1]["input"] : undefined);
