import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter";
import { onCleanup } from "solid-js";
import type { TaskStatus } from "../../../../shared/task.ts";
import { dragged, isDragged, setDragged, setLanding, type Landing } from "./drag-state.ts";
import type { TasksModel } from "./model.ts";
import { moveRows } from "./move.ts";

type Point = { clientX: number; clientY: number };
type Target = { element: Element; data: Record<string | symbol, unknown> };

/**
 * Makes the rows of a group (`data-task`, `draggable`) something to drag, and it and them something to drop at. A row
 * is told to the library when it is first pressed, and found by where the pointer is: while it only scrolls by it
 * costs nothing.
 */
export function dragRows(group: HTMLElement | undefined, status: TaskStatus, model: TasksModel): void {
  if (!group) return;
  onCleanup(
    dropTargetForElements({
      element: group,
      getData: () => ({ status }),
      onDrag: ({ self, location }) => setLanding(landingOn(self, location.current.input, model)),
      onDragLeave: () => setLanding(undefined),
    }),
  );
  const known = new WeakSet<Element>();
  group.addEventListener("pointerdown", ({ target }) => {
    const row = target instanceof Element ? target.closest<HTMLElement>("[data-task]") : null;
    if (!row || known.has(row)) return;
    known.add(row);
    dragRow(row, model);
  });
}

/** With a row that is chosen, all chosen ones go. It is never taken back: the library holds it weakly. */
function dragRow(element: HTMLElement, model: TasksModel): void {
  draggable({
    element,
    onDragStart: () => {
      const id = element.dataset["task"] ?? "";
      setDragged(model.selection.has(id) ? model.selection.chosen() : [id]);
    },
    onDrop: ({ location }) => {
      const ids = dragged();
      const [target] = location.current.dropTargets;
      const landing = target && landingOn(target, location.current.input, model);
      setDragged([]);
      setLanding(undefined);
      if (landing) drop(ids, landing, model);
    },
  });
}

/** At a row in the group, if rows have places of their own; or else at the group's end. */
function landingOn({ element, data }: Target, point: Point, model: TasksModel): Landing {
  const { status } = data as { status: TaskStatus }; // as given to the library
  const row = model.canMove() ? rowAt(point, element) : undefined;
  const taskId = row?.dataset["task"];
  if (!row || taskId === undefined || isDragged(taskId)) return { status, edge: "bottom" };
  const { top, height } = row.getBoundingClientRect();
  return { status, taskId, edge: point.clientY < top + height / 2 ? "top" : "bottom" };
}

/** The library lays an element of its own below the pointer as a drag begins. */
function rowAt({ clientX, clientY }: Point, group: Element): HTMLElement | undefined {
  for (const element of document.elementsFromPoint(clientX, clientY)) {
    const row = element.closest<HTMLElement>("[data-task]");
    if (row && group.contains(row)) return row;
  }
  return undefined;
}

function drop(ids: readonly string[], { status, taskId, edge }: Landing, model: TasksModel): void {
  if (taskId !== undefined) {
    const place = edge === "top" ? { before: taskId } : { after: taskId };
    void moveRows(model, ids, { place, status });
    return;
  }
  const last = model.list.itemsIn(status).findLast(({ id }) => !ids.includes(id));
  if (last && model.canMove()) void moveRows(model, ids, { place: { after: last.id }, status });
  else model.change(ids, () => ({ status }));
}
