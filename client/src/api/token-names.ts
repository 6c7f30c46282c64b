import { createMemo, createRoot, type Accessor } from "solid-js";
import { api } from "./options.ts";
import { createQuery } from "./query.ts";

let names: Accessor<ReadonlyMap<string, string>> | undefined;

/** The name of a token, also of one that was revoked. All are asked for when the first is. */
export function tokenName(id: string): string | undefined {
  names ??= createRoot(() => {
    const query = createQuery(() => api.tokens.names.queryOptions());
    return createMemo(() => new Map(query.data()?.items.map((token) => [token.id, token.name])));
  });
  return names().get(id);
}
