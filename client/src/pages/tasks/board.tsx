import { createMemo, createSignal, createUniqueId, For, Show } from "solid-js";
import { Virtualizer, type VirtualizerHandle } from "virtua/solid";
import type { Task } from "../../../../shared/task.ts";
import { DueDate } from "../../ui/due-date.tsx";
import { PriorityMark, StatusGlyph } from "../../ui/glyphs.tsx";
import { TagNumber } from "../../ui/tag-number.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { isClosed, statusWords } from "../../ui/task-words.ts";
import { useDragRows } from "./drag-late.ts";
import { isDragged, landsAt, landsIn } from "./drag-state.ts";
import type { TaskGroup } from "./list-model.ts";
import { Repeats, SubtaskCount } from "./marks.tsx";
import type { TasksModel } from "./model.ts";

const AHEAD = 20;

/** A column for each status; a card that is drawn into another one takes its status. */
export default function Board(props: { model: TasksModel }) {
  return (
    <div
      role="region"
      aria-label="Board"
      tabindex="0"
      class="board -mx-3 flex snap-x gap-3 overflow-x-auto px-3 pb-2 sm:-mx-8 sm:px-8"
    >
      <For each={props.model.list.groups()}>{(group) => <Column group={group} model={props.model} />}</For>
    </div>
  );
}

function Column(props: { group: TaskGroup; model: TasksModel }) {
  const id = createUniqueId();
  const { group } = props;
  const [column, setColumn] = createSignal<HTMLElement>();
  const [virtual, setVirtual] = createSignal<VirtualizerHandle>();
  const ids = createMemo(() => group.items().map((task) => task.id));
  // The model is one for the life of the page.
  // eslint-disable-next-line solid/reactivity
  useDragRows(column, group.status, props.model);
  const loadAhead = (offset: number) => {
    const handle = virtual();
    if (handle && handle.findItemIndex(offset + handle.viewportSize) >= ids().length - AHEAD) group.more();
  };
  return (
    <section
      ref={setColumn}
      aria-labelledby={id}
      class={`flex w-[17rem] flex-none snap-start flex-col rounded-xl bg-sunk max-sm:w-[82vw] xl:w-auto xl:min-w-0 xl:flex-1 ${landsIn(group.status) ? "lands" : ""}`}
    >
      <h2 class="flex min-h-10 items-center gap-2 px-3">
        <StatusGlyph status={group.status} />
        <span id={id} class="sign text-ink-2">
          {statusWords[group.status]}
        </span>
        <span class="text-xs text-ink-3">{group.count()}</span>
      </h2>
      <div class="min-h-0 flex-1 overflow-y-auto overscroll-contain px-2 pb-2">
        <Show when={!group.query.isPending()} fallback={<RowsSkeleton rows={3} />}>
          <Show when={ids().length > 0} fallback={<p class="px-2 py-3 text-sm text-ink-3">No tasks here.</p>}>
            <Virtualizer
              ref={(handle) => setVirtual(() => handle)}
              as="ul"
              item="li"
              data={ids()}
              itemSize={92}
              onScroll={loadAhead}
            >
              {(taskId) => (
                <Show when={props.model.list.find(taskId)}>
                  {(task) => <Card task={task()} model={props.model} />}
                </Show>
              )}
            </Virtualizer>
          </Show>
        </Show>
      </div>
    </section>
  );
}

function Card(props: { task: Task; model: TasksModel }) {
  const { selection } = props.model;
  return (
    <div class="pb-2">
      <div
        data-task={props.task.id}
        draggable="true"
        data-lands={landsAt(props.task.id)}
        class={`task-card ${selection.has(props.task.id) ? "!bg-brass-soft" : ""} ${
          selection.cursor() === props.task.id ? "at-cursor" : ""
        } ${isDragged(props.task.id) ? "opacity-40" : ""}`}
      >
        <div class="flex items-center gap-2">
          <TagNumber number={props.task.number} />
          <PriorityMark priority={props.task.priority} class="ml-auto" />
        </div>
        <a
          href={props.model.hrefOf(props.task.id)}
          noScroll
          draggable={false}
          onFocus={() => selection.setCursor(props.task.id)}
          class={`mt-1.5 line-clamp-3 font-medium after:absolute after:inset-0 after:rounded-lg ${isClosed(props.task.status) ? "text-ink-3" : ""}`}
        >
          {props.task.title}
        </a>
        <div class="mt-1.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-ink-3 empty:hidden">
          <Show when={props.task.dueAt}>
            {(due) => <DueDate due={due()} closed={isClosed(props.task.status)} />}
          </Show>
          <Show when={props.task.recurrence}>{(rule) => <Repeats rule={rule()} size={12} />}</Show>
          <Show when={props.task.subtasks.total > 0}>
            <span>
              <SubtaskCount of={props.task.subtasks} />
            </span>
          </Show>
          <For each={props.task.tags.slice(0, 3)}>
            {(tag) => <span class="max-w-[7rem] truncate">#{tag}</span>}
          </For>
        </div>
      </div>
    </div>
  );
}
