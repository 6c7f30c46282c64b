import { createEffect, createSignal, Show } from "solid-js";
import { WindowVirtualizer, type WindowVirtualizerHandle } from "virtua/solid";
import type { TaskGroup } from "./list-model.ts";
import type { TasksModel } from "./model.ts";
import { TaskRow } from "./row.tsx";

/** So many rows before the end of what is loaded, the next page is asked for. */
const AHEAD = 30;
const ROW_HEIGHT = 40;

/** A long group: only the rows in sight stand in the document, and pages come as they are scrolled to. */
export default function VirtualRows(props: { ids: readonly string[]; group: TaskGroup; model: TasksModel }) {
  const [virtual, setVirtual] = createSignal<WindowVirtualizerHandle>();

  // By what the virtualizer knows already: to ask an element where it is would lay the page out once more a frame.
  const loadAhead = () => {
    const handle = virtual();
    if (!handle) return;
    const lastInSight = handle.findItemIndex(handle.scrollOffset + handle.viewportSize);
    if (lastInSight >= props.ids.length - AHEAD) props.group.more();
  };
  createEffect(() => {
    if (props.ids.length > 0 && !props.group.query.isFetching()) requestAnimationFrame(loadAhead);
  });
  // The row that the keyboard has moved to, as far as it is out of sight.
  createEffect(() => {
    const at = props.ids.indexOf(props.model.selection.cursor() ?? "");
    if (at >= 0) virtual()?.scrollToIndex(at, { align: "nearest" });
  });

  return (
    <WindowVirtualizer
      ref={(handle) => setVirtual(() => handle)}
      data={props.ids}
      itemSize={ROW_HEIGHT}
      onScroll={loadAhead}
    >
      {(id) => (
        <Show when={props.model.list.find(id)}>
          {(task) => <TaskRow task={task()} model={props.model} />}
        </Show>
      )}
    </WindowVirtualizer>
  );
}
