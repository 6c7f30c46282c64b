import type { Task } from "../../../shared/task.ts";
import { shorten } from "../../../shared/text.ts";
import { inZone, isStartOfDay, toDate } from "../../tasks/time-zone.ts";
import type { Notice, TaskTools } from "../contract.ts";

/** So many tasks are named of each sort; the others are counted. */
const NAMED = 5;
const TITLE_LENGTH = 80;

type Options = { now: Date; timeZone: string; withOverdue: boolean };

/** What the morning's notification says, or undefined when there is nothing to say. */
export function digestOf(tasks: Pick<TaskTools, "list" | "counts">, options: Options): Notice | undefined {
  const { now, timeZone, withOverdue } = options;
  const day = inZone(now, timeZone).startOfDay();
  const [from, until] = [toDate(day), toDate(day.add({ days: 1 }).startOfDay())];

  const today = sort({ from, before: until }, sayToday);
  const overdue = withOverdue ? sort({ before: from }, sayOverdue) : { count: 0, named: [] };
  if (today.count + overdue.count === 0) return undefined;

  return {
    key: "digest",
    kind: "task_due",
    title: sayCounts(today.count, overdue.count),
    body: [...today.named, ...overdue.named].join(" · "),
    link: "/tasks?due=today&status=todo,in_progress",
  };

  function sort(due: { from?: Date; before: Date }, say: (task: Task) => string) {
    const { todo, in_progress } = tasks.counts({ due });
    const count = todo + in_progress;
    const { items } = tasks.list({ due, status: ["todo", "in_progress"], sort: "due", limit: NAMED });
    const rest = count - items.length;
    return { count, named: [...items.map(say), ...(rest > 0 ? [`${rest} more`] : [])] };
  }

  function sayToday({ title, dueAt }: Task): string {
    const due = dueAt && inZone(dueAt, timeZone);
    const time =
      due && !isStartOfDay(due) ? `${due.toPlainTime().toString({ smallestUnit: "minute" })} ` : "";
    return time + shorten(title, TITLE_LENGTH);
  }

  function sayOverdue({ title, dueAt }: Task): string {
    const since = dueAt && inZone(dueAt, timeZone).startOfDay().until(day, { largestUnit: "day" }).days;
    return `${shorten(title, TITLE_LENGTH)} (${since === 1 ? "since yesterday" : `for ${since} days`})`;
  }
}

function sayCounts(today: number, overdue: number): string {
  const tasks = (count: number) => (count === 1 ? "task" : "tasks");
  if (today === 0) return `${overdue} overdue ${tasks(overdue)}`;
  return `${today} ${tasks(today)} due today${overdue > 0 ? `, ${overdue} overdue` : ""}`;
}
