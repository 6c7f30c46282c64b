import { z } from "zod";
import { Id } from "./ids.ts";
import { plainText } from "./text.ts";

/** A part of what an agent is told beside its prompt. */
export type ToldPart = {
  kind: "porter" | "integrations" | "calendar" | "task" | "earlier" | "instructions";
  text: string;
};

const Instructions = plainText(20_000);

/** As for a start: what the agent would be told. */
export const PreviewTold = z.strictObject({
  prompt: plainText(2_000_000).optional(),
  taskId: Id.optional(),
  profileId: z.string().max(200).optional(),
  instructions: Instructions.optional(),
});
export type PreviewTold = z.infer<typeof PreviewTold>;

export const ReadTold = z.strictObject({ id: Id });

/** `instructions`: the owner's own additions, which they can change. */
export type Told = { parts: ToldPart[]; instructions: string };

/** They count from the session's next turn on. */
export const SetInstructions = z.strictObject({ id: Id, instructions: Instructions });
export type SetInstructions = z.infer<typeof SetInstructions>;
