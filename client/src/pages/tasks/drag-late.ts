import type { Accessor } from "solid-js";
import type { TaskStatus } from "../../../../shared/task.ts";
import { useLate } from "../../ui/late.ts";
import type { TasksModel } from "./model.ts";

/** Makes a group's rows something to drag, behind the first paint: nobody drags before that. */
export const useDragRows = (
  group: Accessor<HTMLElement | undefined>,
  status: TaskStatus,
  model: TasksModel,
): void =>
  useLate(async () => {
    const { dragRows } = await import("./drag.ts");
    return () => dragRows(group(), status, model);
  });
