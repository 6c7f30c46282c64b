import { z } from "zod";
import { Id } from "./ids.ts";
import { oneLine, plainText } from "./text.ts";

/** What an agent may ask of Porter besides the owner's data: the procedures take it, and Porter's MCP tools offer it. */

const Question = plainText(2_000).refine((text) => text.trim() !== "", "must not be empty");

export const AskOwner = z.strictObject({
  question: Question,
  /** What the owner can choose from; their own words are always possible. */
  options: z.array(oneLine(200)).min(2).max(6).optional(),
});
export type AskOwner = z.infer<typeof AskOwner>;

/** The tool as the CLI names it. */
export const ASK_OWNER_TOOL = "mcp__porter__ask_owner";

export const NotifyOwner = z.strictObject({ title: oneLine(120), body: plainText(2_000) });
export type NotifyOwner = z.infer<typeof NotifyOwner>;

export const StartAgent = z.strictObject({
  prompt: plainText(100_000).refine((text) => text.trim() !== "", "must not be empty"),
  taskId: Id.optional(),
});
export type StartAgent = z.infer<typeof StartAgent>;
