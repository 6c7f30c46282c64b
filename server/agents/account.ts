import type { Session, Spent } from "../../shared/session.ts";
import type { SpentByModel } from "../../shared/usage.ts";
import type { TurnResult } from "./decode.ts";

const NOTHING: Spent = {
  costUsd: 0,
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheCreationTokens: 0,
};

/**
 * What a result adds to what is known of its session. The CLI's total goes on over resumes and forks, and starts over
 * when a killed conversation is resumed, so what it says of the time since the result before is taken. Of a CLI that
 * does not say that, only what its total has above what is known counts: too little after a kill, never twice.
 */
function spentBy({ spent, total }: Pick<TurnResult, "spent" | "total">, known: SpentByModel): SpentByModel {
  if (spent) return spent;
  return Object.fromEntries(
    Object.entries(total).map(([model, counted]) => {
      const before = known[model] ?? NOTHING;
      return [model, combine(counted, before, (now, then) => Math.max(0, now - then))];
    }),
  );
}

/**
 * Session and turn with what a result adds to them. A turn has several results when its calls were parked.
 * @param known what the turns of the session took so far; asked for only when the CLI makes it necessary
 */
export function settleAccount(given: {
  session: Pick<Session, "costUsd" | "usage">;
  turn: { costUsd: number; spent: SpentByModel | null };
  result: Pick<TurnResult, "spent" | "total">;
  known: () => SpentByModel[];
}) {
  const { session, turn, result } = given;
  const known = result.spent ? {} : given.known().reduce(addByModel, {});
  const added = spentBy(result, known);
  const { costUsd: addedUsd } = sumOf(added);
  const { costUsd, ...usage } = addSpent({ ...session.usage, costUsd: session.costUsd }, sumOf(added));
  return {
    addedUsd,
    session: { costUsd, usage },
    turn: { costUsd: turn.costUsd + addedUsd, spent: addByModel(turn.spent ?? {}, added) },
  };
}

/** Both together, model by model; what is untold stays that of `a`. */
export function addByModel(a: SpentByModel, b: SpentByModel): SpentByModel {
  const added = Object.entries(b).map(
    ([model, spent]) => [model, { ...a[model], ...addSpent(a[model] ?? NOTHING, spent) }] as const,
  );
  return { ...a, ...Object.fromEntries(added) };
}

/** All models together. */
export const sumOf = (spent: SpentByModel): Spent => Object.values(spent).reduce(addSpent, NOTHING);

export const addSpent = (a: Spent, b: Spent): Spent => combine(a, b, (one, other) => one + other);

function combine(a: Spent, b: Spent, operate: (a: number, b: number) => number): Spent {
  return {
    costUsd: operate(a.costUsd, b.costUsd),
    inputTokens: operate(a.inputTokens, b.inputTokens),
    outputTokens: operate(a.outputTokens, b.outputTokens),
    cacheReadTokens: operate(a.cacheReadTokens, b.cacheReadTokens),
    cacheCreationTokens: operate(a.cacheCreationTokens, b.cacheCreationTokens),
  };
}
