/** What becomes of a tool call. `defer` parks it: the turn ends, and a later process meets the same call again. */
export type ToolDecision =
  /** `note`: told to the model with the result. */
  | { decision: "allow"; input?: Record<string, unknown>; note?: string }
  /** `besideParked`: another call of the same message is parked. */
  | { decision: "deny"; reason: string; besideParked?: boolean }
  | { decision: "defer" }
  | { decision: "cli" };

export type ToolQuestion = { toolUseId: string; tool: string; input: unknown; isSubagent: boolean };
