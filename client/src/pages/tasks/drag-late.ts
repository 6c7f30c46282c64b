import type { Accessor } from "solid-js";
import type { TaskStatus } from "../../../../shared/task.ts";
import { useLate } from "../../ui/late.ts";
import type { DragRow } from "./drag.ts";
import type { TasksModel } from "./model.ts";

// Behind the first paint: nobody drags before that.
const drag = () => import("./drag.ts");

/** Makes a row something to drag, and to drop others at. */
export const useDragRow = (
  element: Accessor<HTMLElement | undefined>,
  row: Accessor<DragRow>,
  model: TasksModel,
): void =>
  useLate(async () => {
    const { dragRow } = await drag();
    return () => dragRow(element(), row, model);
  });

/** Makes a group something to drop at. */
export const useDropIntoGroup = (element: Accessor<HTMLElement | undefined>, status: TaskStatus): void =>
  useLate(async () => {
    const { dropIntoGroup } = await drag();
    return () => dropIntoGroup(element(), status);
  });
