import type { Task, TaskStatus } from "../../../shared/task.ts";
import { StatusGlyph } from "./glyphs.tsx";
import { isClosed } from "./task-words.ts";

/** The ring in front of a task: a press marks it as done, or opens it again. */
export function FinishButton(props: { task: Task; change: (status: TaskStatus) => void }) {
  const closed = () => isClosed(props.task.status);
  return (
    <button
      type="button"
      class="icon-button relative z-10"
      aria-label={closed() ? `Reopen #${props.task.number}` : `Mark #${props.task.number} as done`}
      onClick={() => props.change(closed() ? "todo" : "done")}
    >
      <StatusGlyph status={props.task.status} />
    </button>
  );
}
