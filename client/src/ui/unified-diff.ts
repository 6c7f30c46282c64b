/** A line of a unified diff, with its number in the file that it belongs to; a `gap` stands between two hunks. */
export type UnifiedLine =
  | { kind: "same" | "added" | "removed"; number: number; text: string }
  | { kind: "gap"; text: string };

/** The hunks of a diff of one file, from its first `@@` on (GNU diffutils, "Detailed Description of Unified Format"). */
export function readUnifiedDiff(diff: string): UnifiedLine[] {
  const lines: UnifiedLine[] = [];
  let [before, after] = [0, 0];
  for (const line of diff.replace(/\n$/, "").split("\n")) {
    const [, oldStart, newStart, about = ""] =
      /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@ ?(.*)$/.exec(line) ?? [];
    const text = line.slice(1);
    if (oldStart !== undefined) {
      [before, after] = [Number(oldStart), Number(newStart)];
      // In front of a file's first line nothing is left out.
      if (Number(newStart) > 1 || Number(oldStart) > 1 || lines.length > 0)
        lines.push({ kind: "gap", text: about });
    } else if (line.startsWith("+")) lines.push({ kind: "added", number: after++, text });
    else if (line.startsWith("-")) lines.push({ kind: "removed", number: before++, text });
    else if (line.startsWith(" ")) {
      before++;
      lines.push({ kind: "same", number: after++, text });
    } else if (line.startsWith("\\")) lines.push({ kind: "gap", text: "No line break at the end" });
  }
  return lines;
}
