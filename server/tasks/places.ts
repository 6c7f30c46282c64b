import { generateKeyBetween, generateNKeysBetween } from "fractional-indexing";
import type { Task } from "../../shared/task.ts";
import type { TaskStore } from "./store/tasks.ts";

/** Places in the manual order. No two tasks have the same one: between equal ones there is no room. */
export function createPlaces(store: TaskStore) {
  const behind = (position: string): string => generateKeyBetween(position, store.positionAfter(position));

  return {
    top: (): string => generateKeyBetween(null, store.firstPosition()),

    behind,

    /** This place, or the one behind it when another task has taken it meanwhile. */
    freeAt: (position: string): string => (store.isTaken(position) ? behind(position) : position),

    /** Places for tasks, in their order, directly before or after another one; their own, where they stand so. */
    beside(anchor: Task, side: "before" | "after", moved: readonly Task[]): string[] {
      const ids = moved.map(({ id }) => id);
      const { position } = anchor;
      const above = side === "before" ? store.positionBefore(position, ids) : position;
      const below = side === "before" ? position : store.positionAfter(position, ids);
      const own = moved.map((task) => task.position);
      return isOrdered([above ?? "", ...own, ...(below === null ? [] : [below])])
        ? own
        : generateNKeysBetween(above, below, moved.length);
    },
  };
}

const isOrdered = (positions: readonly string[]): boolean =>
  positions.every((position, index) => index === 0 || (positions[index - 1] ?? "") < position);
