import type { Usage } from "../../shared/session.ts";
import type { SpentByModel } from "../../shared/usage.ts";
import type { CallTokens } from "./decode-spending.ts";
import type { Stores } from "./stores.ts";

type Call = { model: string; tokens: Usage };

const NOTHING: Usage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheCreationTokens: 0 };

/**
 * What the turn in progress has taken, ahead of its result, which alone says what that costs. It is written down twice for
 * each call of a model, so that a process or a server that is killed leaves it behind as `untold`.
 */
export function createSpendingSoFar({
  sessionId,
  stores,
}: {
  sessionId: string;
  stores: Pick<Stores, "turns">;
}) {
  /** Of the turn since its last result; the last of each caller may grow. */
  let calls: Call[] = [];
  const latest = new Map<string, Call>();
  /** What an earlier process of this turn left behind. */
  let isUnwritten = false;
  let left: { turn: number; untold: Map<string, Usage> } | undefined;

  function write(): void {
    const turn = stores.turns.first(sessionId, ["running"]);
    if (!turn) return;
    const spent = turn.spent ?? {};
    if (left?.turn !== turn.number)
      left = { turn: turn.number, untold: new Map(Object.entries(spent).map(toUntold)) };
    const untold = new Map(left.untold);
    for (const { model, tokens } of calls) untold.set(model, add(untold.get(model) ?? NOTHING, tokens));
    stores.turns.setStatus(turn.number, turn.status, { spent: withUntold(spent, untold) });
  }

  return {
    note({ caller, model, tokens }: CallTokens): void {
      let call = latest.get(caller);
      if (model !== undefined) {
        call = { model, tokens: NOTHING };
        calls.push(call);
        latest.set(caller, call);
      }
      if (!call) return;
      call.tokens = { ...call.tokens, ...tokens };
      write();
    },

    /** The result tells of all that. */
    settle(): void {
      if (calls.length === 0 && !isUnwritten) return;
      calls = [];
      latest.clear();
      isUnwritten = true; // Until the disk has it.
      write();
      isUnwritten = false;
    },
  };
}

const toUntold = ([model, { untold = NOTHING }]: [string, SpentByModel[string]]): [string, Usage] => [
  model,
  untold,
];

function withUntold(spent: SpentByModel, untold: ReadonlyMap<string, Usage>): SpentByModel {
  const models = new Set([...Object.keys(spent), ...untold.keys()]);
  return Object.fromEntries(
    [...models].flatMap((model): [string, SpentByModel[string]][] => {
      const { untold: _, ...told } = spent[model] ?? { ...NOTHING, costUsd: 0 };
      const tokens = untold.get(model) ?? NOTHING;
      if (!isNothing(tokens)) return [[model, { ...told, untold: tokens }]];
      return told.costUsd === 0 && isNothing(told) ? [] : [[model, told]];
    }),
  );
}

const isNothing = (tokens: Usage): boolean =>
  tokens.inputTokens + tokens.outputTokens + tokens.cacheReadTokens + tokens.cacheCreationTokens === 0;

const add = (a: Usage, b: Usage): Usage => ({
  inputTokens: a.inputTokens + b.inputTokens,
  outputTokens: a.outputTokens + b.outputTokens,
  cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
  cacheCreationTokens: a.cacheCreationTokens + b.cacheCreationTokens,
});
