import { z } from "zod";
import { Id } from "./ids.ts";
import { plainText } from "./text.ts";

/** A picture that goes with a message, in base64. */
export const DraftImage = z.object({
  mediaType: z.enum(["image/png", "image/jpeg", "image/gif", "image/webp"]),
  /** At most 5 MB as bytes: more the Messages API does not take. */
  data: z.base64().max(7_000_000),
});
export type DraftImage = z.infer<typeof DraftImage>;

/** Together they fit, with the words, into one request to Porter and into one to the Messages API. */
export const MOST_IMAGES = 10;
export const LARGEST_IMAGES = 10_000_000;
export const DraftImages = z
  .array(DraftImage)
  .max(MOST_IMAGES)
  .refine(
    (images) => images.reduce((sum, { data }) => sum + data.length, 0) <= LARGEST_IMAGES,
    "are more than 7 MB together",
  );

/** What was typed and not sent yet. */
export const Draft = z.object({
  text: plainText(2_000_000),
  images: DraftImages,
});
export type Draft = z.infer<typeof Draft>;

/** A session's id, or for the agent that is about to be started its task's, or `new`. */
const DraftKey = z.union([Id, z.literal("new")]);
export const ReadDraft = z.strictObject({ key: DraftKey });

/** A draft as the server has it. */
export type SavedDraft = Draft & { key: string; updatedAt: Date };

/** An empty draft is forgotten. */
export const SaveDraft = z.strictObject({
  key: DraftKey,
  ...Draft.shape,
  /** Names the browser tab that writes, so that it knows its own changes when they come back. */
  tab: plainText(100).min(1),
});
export type SaveDraft = z.infer<typeof SaveDraft>;
