import { For, Show } from "solid-js";
import { Empty } from "../../ui/empty.tsx";
import { Problem } from "../../ui/problem.tsx";
import { explain } from "../../api/errors.ts";
import { Detail } from "./detail.tsx";
import { DetailMissing } from "./detail-missing.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { Group } from "./group.tsx";
import type { TasksModel } from "./model.ts";
import { QuickCreate } from "./quick-create.tsx";

export function TasksView(props: { model: TasksModel }) {
  const { model } = props;
  return (
    <div class="flex min-h-0 flex-1">
      <div class={`min-w-0 flex-1 ${model.taskId() ? "max-lg:hidden" : ""}`}>
        <div class="mx-auto max-w-[60rem] px-3 pt-5 pb-16 sm:px-8 md:pt-8">
          <div class="px-1">
            <h1 class="title text-xl">Tasks</h1>
            <QuickCreate create={model.create} />
            <FilterBar filters={model.filters()} set={model.setFilters} clear={model.clearFilters} />
          </div>
          <Show when={model.failed()}>
            {(group) => (
              <div class="mt-6">
                <Problem
                  title="The tasks could not be loaded"
                  message={explain(group().query.error())}
                  retry={() => model.groups().forEach((each) => each.query.refetch())}
                />
              </div>
            )}
          </Show>
          <Show when={!model.failed()}>
            <Show
              when={!model.isEmpty()}
              fallback={
                <Empty title="No tasks yet">
                  Write what needs doing in the line above and press Enter. Then start an agent on it, or do
                  it yourself.
                </Empty>
              }
            >
              <Show
                when={!model.nothingFound()}
                fallback={
                  <Empty
                    title="Nothing found"
                    action={
                      <button type="button" class="button" onClick={() => model.clearFilters()}>
                        Clear the filters
                      </button>
                    }
                  >
                    No task matches what you look for. Each word must occur in its title, description or tags.
                  </Empty>
                }
              >
                <div class="mt-5 space-y-6">
                  <For each={model.groups()}>{(group) => <Group group={group} model={model} />}</For>
                </div>
              </Show>
            </Show>
          </Show>
        </div>
      </div>
      <Show when={model.taskId()} keyed>
        {(id) => (
          <aside
            aria-label="Task"
            class="w-full flex-none bg-sheet lg:sticky lg:top-0 lg:h-dvh lg:w-[27rem] lg:overflow-y-auto lg:border-l lg:border-line xl:w-[30rem]"
          >
            <h1 class="sr-only lg:hidden">Tasks</h1>
            <Show when={model.task()} fallback={<DetailMissing model={model} />}>
              {(task) => <Detail id={id} task={task()} model={model} />}
            </Show>
          </aside>
        )}
      </Show>
    </div>
  );
}
