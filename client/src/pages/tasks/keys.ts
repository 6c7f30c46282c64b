import type { TaskPriority, TaskStatus } from "../../../../shared/task.ts";
import { useKeys, type Binding } from "../../shell/keys.ts";
import { isInField } from "../../ui/plain-key.ts";
import { isClosed, priorityWords } from "../../ui/task-words.ts";
import type { TasksModel } from "./model.ts";
import { moveRows } from "./move.ts";

/** From left to right as work goes; a cancelled task has left the row. */
const COLUMNS: readonly TaskStatus[] = ["todo", "in_progress", "done"];
const byDigit: Record<string, TaskPriority> = { "1": "urgent", "2": "high", "3": "medium", "4": "low" };

/** The keys of the task list: they mean the chosen rows or, without any, the row that the cursor is at. */
export function useTaskKeys(model: TasksModel): void {
  const { selection } = model;
  const has = () => selection.targets().length > 0;

  const step = (by: number) => {
    const id = selection.step(by);
    // A row that is out of sight is scrolled to and drawn within the next frames.
    if (id !== undefined) focusRow(id, 10);
  };
  const extend = (by: number) => {
    const from = selection.cursor();
    if (from !== undefined && !selection.has(from)) selection.toggle(from);
    const id = selection.step(by);
    if (id === undefined) return;
    selection.extendTo(id);
    focusRow(id, 10);
  };
  const finish = () => {
    const ids = selection.targets();
    const areClosed = ids.every((id) => isClosed(model.list.find(id)?.status ?? "todo"));
    model.change(ids, () => ({ status: areClosed ? "todo" : "done" }));
  };
  const shift = (by: -1 | 1) =>
    model.change(selection.targets(), ({ status }) => ({
      status: COLUMNS[COLUMNS.indexOf(status) + by] ?? status,
    }));
  const single = () => {
    const at = selection.cursor();
    return at === undefined ? undefined : model.list.find(at);
  };

  /** Moves by one row within the group, as far as it goes. */
  const nudge = (by: -1 | 1) => {
    const ids = selection.targets();
    const first = model.list.find(ids[0] ?? "");
    if (!first || !model.canMove()) return;
    const rows = model.list.itemsIn(first.status);
    const edge = rows.findIndex(({ id }) => id === (by < 0 ? ids[0] : ids.at(-1)));
    const neighbour = rows[edge + by]?.id;
    if (neighbour === undefined) return;
    const place = by < 0 ? { before: neighbour } : { after: neighbour };
    void moveRows(model, ids, { place, status: first.status });
  };

  const bindings: Binding[] = [
    { keys: "j", words: "Next task", run: () => step(1) },
    { keys: "ArrowDown", words: "Next task", run: () => step(1) },
    { keys: "k", words: "Previous task", run: () => step(-1) },
    { keys: "ArrowUp", words: "Previous task", run: () => step(-1) },
    {
      keys: "Enter",
      words: "Open the task",
      run: () => selection.cursor() && model.open(selection.cursor() ?? ""),
      when: () => single() !== undefined,
    },
    {
      keys: "x",
      words: "Choose the task",
      run: () => selection.toggle(selection.cursor() ?? ""),
      when: () => single() !== undefined,
    },
    { keys: "shift+j", words: "Choose the next one, too", run: () => extend(1) },
    { keys: "shift+ArrowDown", words: "Choose the next one, too", run: () => extend(1) },
    { keys: "shift+k", words: "Choose the previous one, too", run: () => extend(-1) },
    { keys: "shift+ArrowUp", words: "Choose the previous one, too", run: () => extend(-1) },
    {
      keys: "mod+a",
      words: "Choose all that are loaded",
      run: () => selection.all(),
      when: () => !isInField(),
    },
    { keys: "e", words: "Done, or open again", run: finish, when: has },
    {
      keys: "i",
      words: "In progress",
      run: () => model.change(selection.targets(), () => ({ status: "in_progress" })),
      when: has,
    },
    { keys: "]", words: "Next status", run: () => shift(1), when: has },
    { keys: "[", words: "Previous status", run: () => shift(-1), when: has },
    ...Object.entries(byDigit).map(([digit, priority]) => ({
      keys: digit,
      words: `${priorityWords[priority]} priority`,
      run: () => model.change(selection.targets(), () => ({ priority })),
      when: has,
    })),
    { keys: "alt+ArrowUp", words: "Move up in my order", run: () => nudge(-1), when: has },
    { keys: "alt+ArrowDown", words: "Move down in my order", run: () => nudge(1), when: has },
    {
      keys: "a",
      words: "Start an agent on the task",
      run: () => {
        const task = single();
        if (task) model.start(task);
      },
      when: () => single() !== undefined,
    },
    { keys: "Delete", words: "Delete", run: () => model.remove(selection.targets()), when: has },
    {
      keys: "mod+Backspace",
      words: "Delete",
      run: () => model.remove(selection.targets()),
      when: () => has() && !isInField(),
    },
    { keys: "b", words: "List or board", run: () => model.setFilters({ board: !model.filters().board }) },
    { keys: "Escape", words: "Choose none", run: () => selection.clear(), when: () => selection.isOn() },
  ];
  useKeys("Task list", bindings);
}

function focusRow(id: string, frames: number): void {
  const link = document.querySelector<HTMLElement>(`[data-task="${CSS.escape(id)}"] a[href^="/tasks/"]`);
  if (link) link.focus({ preventScroll: true });
  else if (frames > 0) requestAnimationFrame(() => focusRow(id, frames - 1));
}
