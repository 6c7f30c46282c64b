import { onTasks } from "../api/feed-cache.ts";
import { forget } from "./kept-draft.ts";

/** Longer than a deleted task can be brought back here (shell/toast.ts). In ms. */
const WAIT = 15_000;

/**
 * What was typed for a task that is gone leaves this browser. Brought back after that, in another one, the task still
 * has it: the server keeps drafts, too.
 */
export function forgetGoneTasks(): () => void {
  const due = new Map<string, ReturnType<typeof setTimeout>>();
  return onTasks((changes) => {
    for (const { type, task } of changes) {
      clearTimeout(due.get(task.id));
      due.delete(task.id);
      if (type !== "removed") continue;
      const leave = () => {
        due.delete(task.id);
        forget(task.id);
      };
      due.set(task.id, setTimeout(leave, WAIT));
    }
  });
}
