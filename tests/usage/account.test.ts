import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { addByModel, settleAccount, sumOf } from "../../server/agents/account.ts";
import type { SpentByModel } from "../../shared/usage.ts";
import { makeSession } from "../support/session.ts";

/** What happens to a session, and what each call of a model takes: whole cents and tokens, so that sums are exact. */
type Step = { kind: "turn" | "killed" | "resume"; model: "opus" | "haiku"; tokens: number };

const steps = fc.array(
  fc.record({
    kind: fc.constantFrom<Step["kind"]>("turn", "turn", "turn", "killed", "resume"),
    model: fc.constantFrom<Step["model"]>("opus", "haiku"),
    tokens: fc.integer({ min: 0, max: 1000 }),
  }),
  { maxLength: 30 },
);

const spend = ({ model, tokens }: Step): SpentByModel => ({
  [model]: {
    costUsd: tokens * 2,
    inputTokens: tokens,
    outputTokens: tokens * 3,
    cacheReadTokens: tokens * 5,
    cacheCreationTokens: tokens * 7,
  },
});

/**
 * Plays the steps on a CLI that counts as the real one does: its total goes on over a resume by what its transcript
 * has saved, which a kill leaves behind, and what a killed turn took is told to nobody.
 */
function play(given: readonly Step[], saysSince: boolean) {
  let session = makeSession();
  let total: SpentByModel = {};
  let saved: SpentByModel = {};
  let told: SpentByModel = {};
  const turns: { costUsd: number; spent: SpentByModel }[] = [];
  for (const step of given) {
    if (step.kind === "resume") {
      saved = total;
    } else if (step.kind === "killed") {
      total = saved;
    } else {
      const spent = spend(step);
      total = addByModel(total, spent);
      told = addByModel(told, spent);
      const settled = settleAccount({
        session,
        turn: { costUsd: 0, spent: null },
        result: { spent: saysSince ? spent : undefined, total },
        known: () => turns.map((turn) => turn.spent),
      });
      session = { ...session, ...settled.session };
      turns.push(settled.turn);
    }
  }
  return { session, told, turns };
}

describe("over any sequence of results, resumes and kills", () => {
  test("a session costs what its turns cost, and that is what the CLI told of each", () => {
    fc.assert(
      fc.property(steps, (given) => {
        const { session, told, turns } = play(given, true);
        const { costUsd, ...usage } = sumOf(told);
        expect(session).toMatchObject({ costUsd, usage });
        expect(turns.reduce((sum, turn) => sum + turn.costUsd, 0)).toBe(costUsd);
        expect(sumOf(turns.map(({ spent }) => spent).reduce(addByModel, {}))).toEqual(sumOf(told));
      }),
    );
  });

  test("a CLI that only gives its total is never counted twice, and exactly as long as nothing is killed", () => {
    fc.assert(
      fc.property(steps, (given) => {
        const { session, told, turns } = play(given, false);
        expect(session.costUsd).toBeLessThanOrEqual(sumOf(told).costUsd);
        expect(turns.reduce((sum, turn) => sum + turn.costUsd, 0)).toBe(session.costUsd);
        if (given.every(({ kind }) => kind !== "killed")) expect(session.costUsd).toBe(sumOf(told).costUsd);
      }),
    );
  });

  test("a turn with several results has them all", () => {
    const first = spend({ kind: "turn", model: "opus", tokens: 1 });
    const second = spend({ kind: "turn", model: "haiku", tokens: 2 });
    const result = { spent: second, total: {} };
    const turn = { costUsd: 2, spent: first };
    expect(settleAccount({ session: makeSession(), turn, result, known: () => [] }).turn).toEqual({
      costUsd: 6,
      spent: { ...first, ...second },
    });
  });
});
