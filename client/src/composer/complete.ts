import type { CompletionQuery } from "./completion-query.ts";

/** The text with what was chosen in the place of what was typed, and where the caret goes. */
export function complete(
  text: string,
  caret: number,
  { kind, from }: CompletionQuery,
  chosen: string,
): { text: string; caret: number } {
  // A folder is gone into; behind everything else one writes on.
  const put = `${kind === "command" ? "/" : "@"}${chosen}${chosen.endsWith("/") ? "" : " "}`;
  const after = text.slice(caret);
  return {
    text: text.slice(0, from) + put + (put.endsWith(" ") ? after.replace(/^ /, "") : after),
    caret: from + put.length,
  };
}
