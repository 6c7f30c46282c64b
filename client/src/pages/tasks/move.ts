import type { TaskStatus } from "../../../../shared/task.ts";
import { nameOf, refuse } from "../../actions/tasks.ts";
import { applyTasks } from "../../api/feed-cache.ts";
import { api } from "../../api/options.ts";
import { send } from "../../api/outbox.ts";
import type { TasksModel } from "./model.ts";
import { positionsAt, type Place } from "./positions.ts";

/** Moves rows to a place in a group, in the order in which they stand. */
export async function moveRows(
  { list }: TasksModel,
  ids: readonly string[],
  { place, status }: { place: Place; status: TaskStatus },
): Promise<void> {
  const tasks = list.rows().filter(({ id }) => ids.includes(id));
  if (tasks.length === 0) return;
  const input = { ids: tasks.map(({ id }) => id), status, ...place };
  // Where they probably will stand.
  const positions = positionsAt(list.itemsIn(status), place, input.ids);
  applyTasks(
    tasks.map((task, index) => ({
      type: "updated",
      task: { ...task, status, position: positions[index] ?? task.position },
    })),
  );
  try {
    await send(api.tasks.move, input, nameOf(tasks));
  } catch (error) {
    applyTasks(tasks.map((task) => ({ type: "updated", task })));
    refuse("moved", error);
  }
}
