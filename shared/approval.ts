import { z } from "zod";
import { Id } from "./ids.ts";
import { plainText } from "./text.ts";

/** `withdrawn`: the conversation went on without it, so an answer would have no effect. */
export const ApprovalStatus = z.enum(["pending", "allowed", "denied", "withdrawn"]);
export type ApprovalStatus = z.infer<typeof ApprovalStatus>;

/** A tool call, or a question of the agent's, that waits for a person. */
export const Approval = z.object({
  id: Id,
  sessionId: Id,
  toolUseId: z.string(),
  toolName: z.string(),
  input: z.unknown(),
  status: ApprovalStatus,
  /** The person's words to the agent, given with a denial. */
  message: z.string().nullable(),
  createdAt: z.date(),
  decidedAt: z.date().nullable(),
});
export type Approval = z.infer<typeof Approval>;

export const DecideApproval = z.strictObject({
  approvalId: Id,
  decision: z.enum(["allow", "deny"]),
  /** Allow this tool for the rest of the session, too. */
  remember: z.boolean().optional(),
  message: plainText(10_000).optional(),
  /** Answers to AskUserQuestion: question → chosen label or own words. */
  answers: z.record(z.string(), plainText(10_000)).optional(),
});
export type DecideApproval = z.infer<typeof DecideApproval>;
