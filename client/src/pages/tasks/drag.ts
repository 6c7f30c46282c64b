import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter";
import { onCleanup, type Accessor } from "solid-js";
import type { TaskStatus } from "../../../../shared/task.ts";
import { dragged, isDragged, setDragged, setLanding, type Landing } from "./drag-state.ts";
import type { TasksModel } from "./model.ts";
import { moveRows } from "./move.ts";

export type DragRow = { id: string; status: TaskStatus };
type Target = { element: Element; data: Record<string | symbol, unknown> };

/** A group has a status only, a row its id, too. The library knows what we gave it as an unknown record. */
function landingOn({ element, data }: Target, { clientY }: { clientY: number }): Landing {
  const { status, id } = data as { status: TaskStatus; id?: string };
  if (id === undefined) return { status, edge: "bottom" };
  const { top, height } = element.getBoundingClientRect();
  return { status, taskId: id, edge: clientY < top + height / 2 ? "top" : "bottom" };
}

/** A place to drop at: what it is, and whether it takes what is dragged now. */
const dropTarget = (element: HTMLElement, data: () => Partial<DragRow>, canDrop = () => true) =>
  dropTargetForElements({
    element,
    getData: data,
    canDrop,
    onDrag: ({ location, self }) => {
      if (location.current.dropTargets[0]?.element === self.element)
        setLanding(landingOn(self, location.current.input));
    },
    onDragLeave: () => setLanding(undefined),
  });

/** Makes a row something to drag, and to drop others at. With a row that is chosen, all chosen ones go. */
export function dragRow(element: HTMLElement | undefined, row: Accessor<DragRow>, model: TasksModel): void {
  if (!element) return;
  onCleanup(
    draggable({
      element,
      onDragStart: () => {
        const { id } = row();
        setDragged(model.selection.has(id) ? model.selection.chosen() : [id]);
      },
      onDrop: ({ location }) => {
        const ids = dragged();
        const [target] = location.current.dropTargets;
        setDragged([]);
        setLanding(undefined);
        if (target) drop(ids, landingOn(target, location.current.input), model);
      },
    }),
  );
  onCleanup(
    dropTarget(
      element,
      () => ({ ...row() }),
      () => model.canMove() && !isDragged(row().id),
    ),
  );
}

/** Makes a group something to drop at: what lands there takes its status, at its end. */
export function dropIntoGroup(element: HTMLElement | undefined, status: TaskStatus): void {
  if (element) onCleanup(dropTarget(element, () => ({ status })));
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
