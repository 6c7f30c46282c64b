import type { Spent } from "../../shared/session.ts";
import type { SpentByModel, UsageReport, UsageSum } from "../../shared/usage.ts";
import { addSpent, sumOf } from "./account.ts";
import type { PaidTurn } from "./store/usage.ts";

export const noUsage: UsageSum = { ...sumOf({}), turns: 0, cutOff: 0 };

/** All tokens, also those of which the cost was not told. */
function whole({ untold, ...told }: SpentByModel[string]): Spent {
  return untold ? addSpent(told, { ...untold, costUsd: 0 }) : told;
}

/** What a turn took. Of one from before models were written down only the cost is known. */
export const spentIn = ({ spent, costUsd }: Pick<PaidTurn, "spent" | "costUsd">): Spent =>
  spent ? Object.values(spent).map(whole).reduce(addSpent, sumOf({})) : { ...sumOf({}), costUsd };

/** The cost of a part of it was never told. */
export const isCutOff = ({ spent, isRunning }: Pick<PaidTurn, "spent" | "isRunning">): boolean =>
  !isRunning && Object.values(spent ?? {}).some(({ untold }) => untold !== undefined);

export const withTurn = (sum: UsageSum, turn: PaidTurn): UsageSum =>
  withSpent(sum, spentIn(turn), isCutOff(turn));

/** Turns by what `keyOf` says of them, the costliest group first. Undefined: in none. */
export function groupTurns<K extends string>(
  turns: readonly PaidTurn[],
  keyOf: (turn: PaidTurn) => K | undefined,
): { key: K; sum: UsageSum }[] {
  const sums = new Map<K, UsageSum>();
  for (const turn of turns) {
    const key = keyOf(turn);
    if (key !== undefined) sums.set(key, withTurn(sums.get(key) ?? noUsage, turn));
  }
  return inOrder(sums);
}

/** A turn counts once for each model that worked for it. */
export function groupModels(turns: readonly PaidTurn[]): UsageReport["models"] {
  const sums = new Map<string, UsageSum>();
  for (const turn of turns) {
    const byModel: SpentByModel = turn.spent ?? { "": spentIn(turn) };
    for (const [model, spent] of Object.entries(byModel)) {
      const isCut = !turn.isRunning && spent.untold !== undefined;
      sums.set(model, withSpent(sums.get(model) ?? noUsage, whole(spent), isCut));
    }
  }
  return inOrder(sums).map(({ key, sum }) => ({ ...sum, model: key }));
}

const withSpent = (sum: UsageSum, spent: Spent, isCut: boolean): UsageSum => ({
  ...addSpent(sum, spent),
  turns: sum.turns + 1,
  cutOff: sum.cutOff + (isCut ? 1 : 0),
});

const inOrder = <K>(sums: Map<K, UsageSum>): { key: K; sum: UsageSum }[] =>
  [...sums].map(([key, sum]) => ({ key, sum })).toSorted((a, b) => b.sum.costUsd - a.sum.costUsd);
