import { MAX_TAGS, Tag, type TaskPriority } from "../../../shared/task.ts";
import type { Line } from "./line.ts";

const PRIORITIES: Record<string, TaskPriority> = {
  "1": "urgent",
  "2": "high",
  "3": "medium",
  "4": "low",
  urgent: "urgent",
  high: "high",
  medium: "medium",
  low: "low",
};

/** `#home`, but not `#12`: that is another task. */
export function takeTags(line: Line): string[] {
  const tags = new Set<string>();
  for (const match of line.rest.matchAll(/(?<![^\s\0])#[^\s\0\uFFFC]+/g)) {
    const word = match[0].replace(/[.,;:!?)\]]+$/, "");
    const tag = Tag.safeParse(word);
    if (!tag.success || /^\d+$/.test(tag.data) || tags.size === MAX_TAGS) continue;
    tags.add(tag.data);
    line.take("tag", match.index, match.index + word.length);
  }
  return [...tags];
}

/** `!high` or `!2`; the last one counts. */
export function takePriority(line: Line): TaskPriority | null {
  let priority: TaskPriority | null = null;
  for (const match of line.rest.matchAll(/(?<![^\s\0])!(urgent|high|medium|low|[1-4])(?![^\s\0,.;])/gi)) {
    priority = PRIORITIES[match[1]?.toLowerCase() ?? ""] ?? priority;
    line.take("priority", match.index, match.index + match[0].length);
  }
  return priority;
}
