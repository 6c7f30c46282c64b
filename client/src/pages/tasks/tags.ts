/** Tags as typed: split at spaces and commas, without their `#`, in lower case, each once; as shared/task.ts has them. */
export function parseTags(text: string): string[] {
  const tags = text
    .split(/[\s,]+/)
    .map((tag) => tag.replaceAll("#", "").toLowerCase().slice(0, 50))
    .filter((tag) => tag !== "");
  return [...new Set(tags)];
}
