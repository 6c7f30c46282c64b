import type { Session, Usage } from "../../shared/session.ts";
import type { Account, TurnResult } from "./decode.ts";

/**
 * The session's totals after a turn. The CLI's own total starts over when it was killed and resumed, so what it says
 * of the turn alone is added; a CLI that does not say so gives its total.
 */
export function addAccount(before: Session, { spent, total }: Pick<TurnResult, "spent" | "total">): Account {
  if (!spent) return { costUsd: Math.max(before.costUsd, total.costUsd), usage: total.usage };
  return { costUsd: before.costUsd + spent.costUsd, usage: addUsage(before.usage, spent.usage) };
}

function addUsage(a: Usage, b: Usage): Usage {
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
    cacheCreationTokens: a.cacheCreationTokens + b.cacheCreationTokens,
  };
}
