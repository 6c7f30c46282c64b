import { For, lazy, Match, Show, Suspense, Switch } from "solid-js";
import { Problem } from "../../ui/problem.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { explain } from "../../api/errors.ts";
import { FilterBar } from "./filter-bar.tsx";
import { Group } from "./group.tsx";
import type { TasksModel } from "./model.ts";
import { QuickCreate } from "./quick-create.tsx";

// What the list can do without.
const ViewTabs = lazy(() => import("./view-tabs.tsx"));
const Board = lazy(() => import("./board.tsx"));
const BulkBar = lazy(() => import("./bulk-bar.tsx"));
const Nothing = lazy(() => import("./nothing.tsx"));
const Panel = lazy(() => import("./panel.tsx"));

export function TasksView(props: { model: TasksModel }) {
  const { model } = props;
  return (
    <div class="flex min-h-0 flex-1">
      <div class={`min-w-0 flex-1 ${model.opened.id() ? "max-lg:hidden" : ""}`}>
        <div
          class={`mx-auto px-3 pt-5 pb-16 sm:px-8 md:pt-7 ${model.filters().board ? "max-w-[90rem]" : "max-w-[64rem]"}`}
        >
          <div class="flex flex-col gap-3 px-1">
            <div class="flex min-w-0 items-center gap-4">
              <h1 class="title text-xl">Tasks</h1>
              {/* As high as what comes. */}
              <Suspense fallback={<div class="h-9 pointer-coarse:h-12" />}>
                <ViewTabs />
              </Suspense>
            </div>
            <FilterBar model={model} />
            <QuickCreate
              id="new-task"
              label="New task"
              placeholder="New task: pay rent friday 9am #home !high"
              create={(text) => model.create(text)}
              class="shadow-(--shadow)"
            />
          </div>
          <Show when={model.list.failed()}>
            {(group) => (
              <div class="mt-6">
                <Problem
                  title="The tasks could not be loaded"
                  message={explain(group().query.error())}
                  retry={model.list.retry}
                />
              </div>
            )}
          </Show>
          <Show when={!model.list.failed()}>
            <Tasks model={model} />
          </Show>
          <Show when={model.selection.isOn()}>
            <Suspense>
              <BulkBar model={model} />
            </Suspense>
          </Show>
        </div>
      </div>
      <Show when={model.opened.id()} keyed>
        {(id) => (
          <aside
            aria-label="Task"
            class="w-full flex-none bg-sheet lg:sticky lg:top-0 lg:h-dvh lg:w-[27rem] lg:overflow-y-auto lg:border-l lg:border-line xl:w-[30rem]"
          >
            <h1 class="sr-only lg:hidden">Tasks</h1>
            <Suspense
              fallback={
                <div class="p-5">
                  <RowsSkeleton rows={4} />
                </div>
              }
            >
              <Panel id={id} model={model} />
            </Suspense>
          </aside>
        )}
      </Show>
    </div>
  );
}

function Tasks(props: { model: TasksModel }) {
  const { list, filters } = props.model;
  return (
    <Switch
      fallback={
        <div class="mt-5 flex flex-col gap-6">
          <For each={list.groups()}>{(group) => <Group group={group} model={props.model} />}</For>
        </div>
      }
    >
      <Match when={list.isEmpty() || list.nothingFound()}>
        <Suspense>
          <Nothing model={props.model} />
        </Suspense>
      </Match>
      <Match when={filters().board}>
        <div class="mt-5">
          <Suspense>
            <Board model={props.model} />
          </Suspense>
        </div>
      </Match>
    </Switch>
  );
}
