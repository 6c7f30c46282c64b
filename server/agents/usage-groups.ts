import type { Spent } from "../../shared/session.ts";
import type { UsageReport, UsageSum } from "../../shared/usage.ts";
import { addSpent, sumOf } from "./account.ts";
import type { PaidTurn } from "./store/usage.ts";

const NOTHING: UsageSum = { ...sumOf({}), turns: 0 };

/** What a turn took. Of one from before models were written down only the cost is known. */
export const spentIn = ({ spent, costUsd }: Pick<PaidTurn, "spent" | "costUsd">): Spent =>
  spent ? sumOf(spent) : { ...NOTHING, costUsd };

export const withTurn = (sum: UsageSum, turn: PaidTurn): UsageSum => withSpent(sum, spentIn(turn));

/** Turns by what `keyOf` says of them, the costliest group first. Undefined: in none. */
export function groupTurns<K extends string>(
  turns: readonly PaidTurn[],
  keyOf: (turn: PaidTurn) => K | undefined,
): { key: K; sum: UsageSum }[] {
  const sums = new Map<K, UsageSum>();
  for (const turn of turns) {
    const key = keyOf(turn);
    if (key !== undefined) sums.set(key, withTurn(sums.get(key) ?? NOTHING, turn));
  }
  return inOrder(sums);
}

/** A turn counts once for each model that worked for it. */
export function groupModels(turns: readonly PaidTurn[]): UsageReport["models"] {
  const sums = new Map<string, UsageSum>();
  for (const turn of turns) {
    for (const [model, spent] of Object.entries(turn.spent ?? { "": spentIn(turn) }))
      sums.set(model, withSpent(sums.get(model) ?? NOTHING, spent));
  }
  return inOrder(sums).map(({ key, sum }) => ({ ...sum, model: key }));
}

const withSpent = (sum: UsageSum, spent: Spent): UsageSum => ({
  ...addSpent(sum, spent),
  turns: sum.turns + 1,
});

const inOrder = <K>(sums: Map<K, UsageSum>): { key: K; sum: UsageSum }[] =>
  [...sums].map(([key, sum]) => ({ key, sum })).toSorted((a, b) => b.sum.costUsd - a.sum.costUsd);
