import ChevronRight from "lucide-solid/icons/chevron-right";
import { createMemo, createSignal, createUniqueId, For, lazy, Show, Suspense } from "solid-js";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { statusWords } from "../../ui/task-words.ts";
import { useDragRows } from "./drag-late.ts";
import { landsIn } from "./drag-state.ts";
import type { TaskGroup } from "./list-model.ts";
import type { TasksModel } from "./model.ts";
import { TaskRow } from "./row.tsx";

// Behind the first paint, and only for those who have so much to do.
const VirtualRows = lazy(() => import("./virtual-rows.tsx"));

/** Up to so many rows all stand in the document: it needs no machinery then, and the browser finds words in them. */
const ALL_AT_ONCE = 100;

export function Group(props: { group: TaskGroup; model: TasksModel }) {
  const id = createUniqueId();
  const { group } = props;
  const [section, setSection] = createSignal<HTMLElement>();
  const ids = createMemo(() => group.items().map((task) => task.id));
  const isLong = createMemo(() => group.count() > ALL_AT_ONCE);
  // The model is one for the life of the page.
  // eslint-disable-next-line solid/reactivity
  useDragRows(section, group.status, props.model);

  const Rows = (rows: { ids: readonly string[] }) => (
    <For each={rows.ids}>
      {(taskId) => (
        <Show when={props.model.list.find(taskId)}>
          {(task) => <TaskRow task={task()} model={props.model} />}
        </Show>
      )}
    </For>
  );

  return (
    <section
      ref={setSection}
      aria-labelledby={`${id}-name`}
      class={`rounded-lg ${landsIn(group.status) ? "lands" : ""}`}
    >
      <h2 class="border-b border-line">
        <button
          type="button"
          class="flex min-h-9 w-full items-center gap-2 px-1 text-left pointer-coarse:min-h-11"
          aria-expanded={group.isOpen()}
          aria-controls={id}
          onClick={() => props.model.list.toggleGroup(group.status)}
        >
          <ChevronRight
            size={14}
            class={`flex-none text-ink-3 transition-transform ${group.isOpen() ? "rotate-90" : ""}`}
            aria-hidden="true"
          />
          <span id={`${id}-name`} class="sign text-ink-2">
            {statusWords[group.status]}
          </span>
          <span class="text-xs text-ink-3">{group.count()}</span>
        </button>
      </h2>
      <div id={id} hidden={!group.isOpen()} class="pt-1">
        <Show when={!group.query.isPending()} fallback={<RowsSkeleton rows={3} />}>
          <Show when={ids().length > 0} fallback={<p class="px-3 py-3 text-sm text-ink-3">No tasks here.</p>}>
            <div role="list" aria-label={statusWords[group.status]}>
              <Show when={isLong()} fallback={<Rows ids={ids()} />}>
                <Suspense fallback={<Rows ids={ids().slice(0, ALL_AT_ONCE)} />}>
                  <VirtualRows ids={ids()} group={group} model={props.model} />
                </Suspense>
              </Show>
            </div>
            <Show when={group.query.isLoadingMore()}>
              <RowsSkeleton rows={1} />
            </Show>
          </Show>
        </Show>
      </div>
    </section>
  );
}
