import ChevronRight from "lucide-solid/icons/chevron-right";
import { createUniqueId, Show } from "solid-js";
import { Keyed } from "../../ui/keyed.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { statusWords } from "../../ui/task-words.ts";
import type { TaskGroup, TasksModel } from "./model.ts";
import { TaskRow } from "./row.tsx";

export function Group(props: { group: TaskGroup; model: TasksModel }) {
  const id = createUniqueId();
  const { group } = props;
  return (
    <section aria-labelledby={`${id}-name`}>
      <h2 class="border-b border-line">
        <button
          type="button"
          class="flex min-h-9 w-full items-center gap-2 px-1 text-left pointer-coarse:min-h-11"
          aria-expanded={group.isOpen()}
          aria-controls={id}
          onClick={() => props.model.toggleGroup(group.status)}
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
      <div id={id} hidden={!group.isOpen()}>
        <Show when={!group.query.isPending()} fallback={<RowsSkeleton rows={3} />}>
          <Show
            when={group.items().length > 0}
            fallback={<p class="px-3 py-3 text-sm text-ink-3">No tasks here.</p>}
          >
            <ul class="pt-1">
              <Keyed each={group.items()} by={(task) => task.id}>
                {(task) => <TaskRow task={task()} model={props.model} />}
              </Keyed>
            </ul>
          </Show>
          <Show when={group.query.hasMore()}>
            <button
              type="button"
              class="button mt-1"
              data-kind="quiet"
              disabled={group.query.isLoadingMore()}
              onClick={() => void group.query.loadMore()}
            >
              {group.query.isLoadingMore() ? "Loading…" : "Show more"}
            </button>
          </Show>
        </Show>
      </div>
    </section>
  );
}
