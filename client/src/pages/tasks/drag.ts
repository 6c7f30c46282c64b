import { createSignal, onCleanup, onMount, type Accessor } from "solid-js";
import type { TaskStatus } from "../../../../shared/task.ts";
import type { TasksModel } from "./model.ts";

/** Where what is dragged would land: at the upper or the lower edge of a row, or at the end of a group. */
type Landing = { status: TaskStatus; taskId?: string; edge: "top" | "bottom" };

const [landing, setLanding] = createSignal<Landing>();
const [dragged, setDragged] = createSignal<readonly string[]>([]);
export const isDragged = (id: string) => dragged().includes(id);
export const landsAt = (id: string) => (landing()?.taskId === id ? landing()?.edge : undefined);
export const landsIn = (status: TaskStatus) => landing()?.status === status;

// Behind the first paint: nobody drags before that.
const library = () => import("@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter");

type Row = { id: string; status: TaskStatus };
type Target = { element: Element; data: Record<string | symbol, unknown> };

/** A group has a status only, a row its id, too. The library knows what we gave it as an unknown record. */
function landingOn({ element, data }: Target, { clientY }: { clientY: number }): Landing {
  const { status, id } = data as { status: TaskStatus; id?: string };
  if (id === undefined) return { status, edge: "bottom" };
  const { top, height } = element.getBoundingClientRect();
  return { status, taskId: id, edge: clientY < top + height / 2 ? "top" : "bottom" };
}

/** Registers as soon as the library is there, unless the element is gone by then. */
function register(
  element: Accessor<HTMLElement | undefined>,
  work: (on: HTMLElement, dnd: Awaited<ReturnType<typeof library>>) => (() => void)[],
): void {
  let isGone = false;
  let undo: (() => void)[] = [];
  const load = async () => {
    const dnd = await library();
    const on = element();
    if (on && !isGone) undo = work(on, dnd);
  };
  onMount(() => void load().catch(reportError));
  onCleanup(() => {
    isGone = true;
    undo.forEach((each) => each());
  });
}

/** Makes a row something to drag, and to drop others at. With a row that is chosen, all chosen ones go. */
export function dragRow(
  element: Accessor<HTMLElement | undefined>,
  row: Accessor<Row>,
  model: TasksModel,
): void {
  register(element, (on, { draggable, dropTargetForElements }) => [
    draggable({
      element: on,
      getInitialData: () => ({ ...row() }),
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
    dropTargetForElements({
      element: on,
      getData: () => ({ ...row() }),
      canDrop: () => model.canMove() && !isDragged(row().id),
      onDrag: ({ location, self }) => {
        if (location.current.dropTargets[0]?.element === self.element)
          setLanding(landingOn(self, location.current.input));
      },
      onDragLeave: () => setLanding(undefined),
    }),
  ]);
}

/** Makes a group something to drop at: what lands there takes its status, at its end. */
export function dropIntoGroup(
  element: Accessor<HTMLElement | undefined>,
  status: Accessor<TaskStatus>,
): void {
  register(element, (on, { dropTargetForElements }) => [
    dropTargetForElements({
      element: on,
      getData: () => ({ status: status() }),
      onDrag: ({ location, self }) => {
        if (location.current.dropTargets[0]?.element === self.element)
          setLanding(landingOn(self, location.current.input));
      },
      onDragLeave: () => setLanding(undefined),
    }),
  ]);
}

function drop(ids: readonly string[], { status, taskId, edge }: Landing, model: TasksModel): void {
  if (taskId !== undefined) {
    model.move(ids, edge === "top" ? { before: taskId } : { after: taskId }, status);
    return;
  }
  const last = model.list
    .groups()
    .find((group) => group.status === status)
    ?.items()
    .findLast(({ id }) => !ids.includes(id));
  if (last && model.canMove()) model.move(ids, { after: last.id }, status);
  else model.change(ids, () => ({ status }));
}
