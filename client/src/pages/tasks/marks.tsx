import Repeat from "lucide-solid/icons/repeat";
import { lazy, Suspense } from "solid-js";
import type { Task } from "../../../../shared/task.ts";

// The sign itself stands there from the first paint on, its words come behind it.
const RepeatMark = lazy(() => import("./repeat-mark.tsx"));

/** Of a task that comes again when it is done. */
export const Repeats = (props: { rule: string; size: number }) => (
  <Suspense fallback={<Repeat size={props.size} aria-hidden="true" />}>
    <RepeatMark rule={props.rule} size={props.size} />
  </Suspense>
);

/** How many of its subtasks are done. */
export const SubtaskCount = (props: { of: Task["subtasks"] }) => (
  <>
    {props.of.done}/{props.of.total}
    <span class="sr-only"> subtasks done</span>
  </>
);
