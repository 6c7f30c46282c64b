import type { AppRouter } from "../../server/trpc/router.ts";
import type { Mutation, Query, Subscription, Tracked } from "./api.ts";

/**
 * The router as its callers see it. It is for its type alone, so nothing imports it at run time: the declaration that the
 * compiler makes of an inferred value names every input and output by itself, without the server's own types.
 */
type Procedure<Kind, Input, Output> = { _def: { type: Kind; $types: { input: Input; output: Output } } };

type CallOf<P> =
  P extends Procedure<"query", infer Input, infer Output>
    ? Query<Input, Output>
    : P extends Procedure<"mutation", infer Input, infer Output>
      ? Mutation<Input, Output>
      : P extends Procedure<"subscription", infer Input, AsyncIterable<Tracked<infer Data>>>
        ? Subscription<Input, Data>
        : never;

declare const callsOf: <Nouns>() => {
  [Noun in keyof Nouns]: { [Name in keyof Nouns[Noun]]: CallOf<Nouns[Noun][Name]> };
};

export const calls = callsOf<AppRouter["_def"]["record"]>();
