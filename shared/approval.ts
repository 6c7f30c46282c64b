import { z } from "zod";
import type { Actor } from "./actor.ts";
import { Cursor, Id, PageLimit } from "./ids.ts";
import type { Session } from "./session.ts";
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
  /** What the person made of the input before they allowed it: the call runs with this. */
  editedInput: z.record(z.string(), z.unknown()).nullable(),
  /** Denied then, unless it is answered; null: never. */
  expiresAt: z.date().nullable(),
  createdAt: z.date(),
  decidedAt: z.date().nullable(),
});
export type Approval = z.infer<typeof Approval>;

/** NUL and lone surrogates as JSON has them: escaped (ECMA-262, QuoteJSONString), with a backslash of its own. */
const NOT_PLAIN = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

/** In characters of its JSON. */
const LONGEST_INPUT = 2_000_000;
const EditedInput = z
  .record(z.string(), z.json())
  .refine((input) => JSON.stringify(input).length <= LONGEST_INPUT, "is too long")
  .refine((input) => !NOT_PLAIN.test(JSON.stringify(input)), "must be well-formed Unicode without NUL");

export type EditedInput = z.infer<typeof EditedInput>;

/** An approval that waits, in the list over all sessions. */
export type WaitingApproval = {
  approval: Approval;
  session: Pick<Session, "id" | "title" | "cwd" | "status">;
};

export const ListDecided = z.strictObject({
  /** Words of the call, its tool or its session's title; each has to be there. */
  query: plainText(200).optional(),
  cursor: Cursor.optional(),
  limit: PageLimit.optional(),
});
export type ListDecided = z.infer<typeof ListDecided>;

/** An approval that waits no more, in the list over all sessions. */
export type DecidedApproval = {
  approval: Approval;
  session: Pick<Session, "id" | "title">;
  /** Null when it was decided before Porter kept this. */
  decidedBy: Actor | null;
  /** What was allowed with it for the rest of the session, as a rule. */
  rule: string | null;
  /** Of the message in which the agent asked; null when it is gone. */
  seq: number | null;
};

export const DecideApproval = z.strictObject({
  approvalId: Id,
  decision: z.enum(["allow", "deny"]),
  /** Allow more than this call for the rest of the session: a rule of `scopesOf`, or true for the tool as a whole. */
  remember: z.union([z.boolean(), plainText(4_000)]).optional(),
  /** Allow it with this input instead. */
  editedInput: EditedInput.optional(),
  /** With the yes to a plan: how the session goes on. */
  permissionMode: z.enum(["default", "acceptEdits"]).optional(),
  message: plainText(10_000).optional(),
  /** Answers to AskUserQuestion: question → chosen label or own words. */
  answers: z.record(plainText(10_000), plainText(10_000)).optional(),
});
export type DecideApproval = z.infer<typeof DecideApproval>;

/** What another Claude of the owner's may answer: one call, and nothing that lasts. */
export const DecideByMcp = DecideApproval.pick({
  approvalId: true,
  decision: true,
  message: true,
  answers: true,
});
