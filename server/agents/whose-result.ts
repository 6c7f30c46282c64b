import type { TurnResult } from "./decode.ts";

/** Whose result ends the turn in progress: its prompt's, once that is sent; else that of what runs without one. */
export type Awaits = "unsent" | { promptId: string } | "parked" | "own";

/** Of a result that comes in between: the CLI goes on to what the turn waits for. */
export function isAside({ isOwn, answers, modelTurns }: TurnResult, awaits: Awaits): boolean {
  if (!isOwn || awaits === "own") return false;
  // A conversation that is resumed is told first of the background tasks that died, without a call of the model.
  if (awaits === "parked") return modelTurns === 0;
  return awaits === "unsent" || !answers.includes(awaits.promptId);
}
