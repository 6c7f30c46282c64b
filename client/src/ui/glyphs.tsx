import type { TaskPriority, TaskStatus } from "../../../shared/task.ts";
import { priorityWords } from "./task-words.ts";

/** An open ring, a half-filled one, a stamped one, a crossed one. */
const glyphs: Record<TaskStatus, { ring: string; mark?: string; ink?: string }> = {
  todo: { ring: "stroke-ink-3" },
  in_progress: { ring: "stroke-brass", mark: "M9 5a4 4 0 0 1 0 8Z", ink: "fill-brass" },
  done: { ring: "fill-clear stroke-clear", mark: "m5.6 9.2 2.3 2.3 4.5-4.8", ink: "stroke-sheet" },
  cancelled: { ring: "stroke-ink-3", mark: "m6.5 6.5 5 5m0-5-5 5", ink: "stroke-ink-3" },
};

/** The state of a task. */
export function StatusGlyph(props: { status: TaskStatus }) {
  const glyph = () => glyphs[props.status];
  return (
    <svg viewBox="0 0 18 18" class="size-[1.125rem] flex-none" fill="none" aria-hidden="true">
      <circle cx="9" cy="9" r="7" class={glyph().ring} stroke-width="1.5" />
      <path
        d={glyph().mark}
        class={glyph().ink}
        stroke-width="1.6"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}

const bars: Record<TaskPriority, number> = { low: 1, medium: 2, high: 3, urgent: 3 };

export function PriorityMark(props: { priority: TaskPriority; class?: string }) {
  const lit = (bar: number) => {
    if (props.priority === "urgent") return "fill-danger";
    return bar <= bars[props.priority] ? "fill-ink-2" : "fill-line-strong";
  };
  const words = () => `${priorityWords[props.priority]} priority`;
  return (
    <span class={`flex-none ${props.class ?? ""}`} title={words()}>
      <svg viewBox="0 0 14 14" class="size-3.5 flex-none" aria-hidden="true">
        <rect x="1" y="8.5" width="3" height="4.5" rx="1" class={lit(1)} />
        <rect x="5.5" y="5" width="3" height="8" rx="1" class={lit(2)} />
        <rect x="10" y="1" width="3" height="12" rx="1" class={lit(3)} />
      </svg>
      <span class="sr-only">{words()}</span>
    </span>
  );
}
