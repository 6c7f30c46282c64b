import { z } from "zod";
import { Id } from "./ids.ts";
import { plainText } from "./text.ts";

/** What may be left out of what an agent is told: not where it is and which tools it has (`porter`). */
export const LeavablePart = z.enum(["integrations", "calendar", "task", "earlier", "instructions"]);
export type LeavablePart = z.infer<typeof LeavablePart>;

/** A part of what an agent is told beside its prompt. */
export type ToldPart = { kind: "porter" | LeavablePart; text: string };

/** As the owner sees it: also what the agent is not told, as they want it so. */
export type ToldPartShown = ToldPart & { isLeftOut: boolean };

export const LeaveOut = z.array(LeavablePart).max(LeavablePart.options.length);

const Instructions = plainText(20_000);

/** As for a start: what the agent would be told. */
export const PreviewTold = z.strictObject({
  prompt: plainText(2_000_000).optional(),
  taskId: Id.optional(),
  profileId: z.string().max(200).optional(),
  instructions: Instructions.optional(),
  leaveOut: LeaveOut.optional(),
});
export type PreviewTold = z.infer<typeof PreviewTold>;

export const ReadTold = z.strictObject({ id: Id });

/** `instructions`: the owner's own additions. `leaveOut` may name what there is none of now. */
export type Told = { parts: ToldPartShown[]; instructions: string; leaveOut: LeavablePart[] };

/** What is given counts from the session's next turn on; what is not stays as it is. */
export const SetTold = z.strictObject({
  id: Id,
  instructions: Instructions.optional(),
  leaveOut: LeaveOut.optional(),
});
export type SetTold = z.infer<typeof SetTold>;
