import type { Accessor } from "solid-js";
import type { Task } from "../../../../shared/task.ts";
import { useSwipeRow } from "../../ui/swipe-late.ts";
import { isClosed } from "../../ui/task-words.ts";
import { dayLater } from "./day-later.ts";
import type { TasksModel } from "./model.ts";

/** With a finger: to the right it is done, to the left it can wait. */
export function useTaskSwipe(
  row: Accessor<HTMLElement | undefined>,
  task: Accessor<Task>,
  model: TasksModel,
) {
  const closed = () => isClosed(task().status);
  useSwipeRow(row, {
    toRight: () => ({
      words: closed() ? "Reopen" : "Done",
      run: () => model.change([task().id], () => ({ status: closed() ? "todo" : "done" })),
    }),
    toLeft: () => {
      if (closed()) return undefined;
      const { due, isTomorrow } = dayLater(task().dueAt, new Date());
      const words = isTomorrow ? "Tomorrow" : "A day later";
      const undo = `Due ${isTomorrow ? "tomorrow" : "a day later"}: “${task().title}”`;
      return { words, run: () => model.change([task().id], () => ({ dueAt: due }), undo) };
    },
  });
}
