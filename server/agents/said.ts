import type { DraftImage } from "../../shared/draft.ts";
import type { Block } from "../../shared/message.ts";

/** What a person says, as the blocks of a message: the pictures, then the words about them. */
export function toBlocks({
  content,
  images = [],
}: {
  content: string;
  images?: DraftImage[] | undefined;
}): Block[] {
  const pictures = images.map((image): Block => ({ type: "image", ...image }));
  return content.trim() === "" ? pictures : [...pictures, { type: "text", text: content }];
}
