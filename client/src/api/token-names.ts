import { createMemo, createRoot, type Accessor } from "solid-js";
import type { TokenName } from "../../../shared/token.ts";
import { api } from "./options.ts";
import { createQuery } from "./query.ts";

let names: Accessor<ReadonlyMap<string, TokenName>> | undefined;

/** A token, also one that was revoked. All are asked for when the first is. */
export function findToken(id: string): TokenName | undefined {
  names ??= createRoot(() => {
    const query = createQuery(() => api.tokens.names.queryOptions());
    return createMemo(() => new Map(query.data()?.items.map((token) => [token.id, token])));
  });
  return names().get(id);
}

export const tokenName = (id: string): string | undefined => findToken(id)?.name;
