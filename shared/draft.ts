import { z } from "zod";
import { plainText } from "./text.ts";

/** A picture that goes with a message, in base64. */
export const DraftImage = z.object({
  mediaType: z.enum(["image/png", "image/jpeg", "image/gif", "image/webp"]),
  /** At most 5 MB as bytes: more the Messages API does not take. */
  data: z.base64().max(7_000_000),
});
export type DraftImage = z.infer<typeof DraftImage>;

/** What was typed and not sent yet. */
export const Draft = z.object({
  text: plainText(2_000_000),
  images: z.array(DraftImage).max(10),
});
export type Draft = z.infer<typeof Draft>;
