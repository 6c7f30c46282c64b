import { z } from "zod";
import { Id } from "./ids.ts";
import { Effort, PermissionMode } from "./session.ts";
import { plainText } from "./text.ts";

/** What changes in a session; null: the CLI's own choice. The model and the effort from the next turn on. */
export const SteerSession = z.strictObject({
  id: Id,
  model: plainText(200).min(1).nullable().optional(),
  effort: Effort.nullable().optional(),
  permissionMode: PermissionMode.optional(),
});
export type SteerSession = z.infer<typeof SteerSession>;

/** A message whose turn has not begun. */
export const Queued = z.strictObject({ messageId: Id });
export const EditQueued = z.strictObject({
  messageId: Id,
  content: plainText(2_000_000),
  /** The words that it had when the change of them began; it is refused if it has others by now. */
  before: plainText(2_000_000).optional(),
});
export type EditQueued = z.infer<typeof EditQueued>;

/** Files and folders below a session's folder whose path has these letters in this order. */
export const FindFiles = z.strictObject({ id: Id, query: z.string().max(500) });
export type FindFiles = z.infer<typeof FindFiles>;

/** A model that the CLI offers. `value` is what it is chosen by; `model` is the full name that it stands for. */
export type ModelChoice = {
  value: string;
  model: string | null;
  name: string;
  description: string;
  efforts: Effort[];
};
