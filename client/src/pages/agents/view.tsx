import { Show } from "solid-js";
import type { Session } from "../../../../shared/session.ts";
import { explain } from "../../api/errors.ts";
import { Empty } from "../../ui/empty.tsx";
import { Keyed } from "../../ui/keyed.tsx";
import { MoreRows } from "../../ui/more-rows.tsx";
import { Problem } from "../../ui/problem.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { Section } from "../../ui/section.tsx";
import { SessionRow } from "../../ui/session-row.tsx";
import type { AgentsModel } from "./model.ts";
import { PromptBox } from "./prompt-box.tsx";
import { SessionFilter } from "./session-filter.tsx";

const Rows = (props: { sessions: readonly Session[]; model: AgentsModel }) => (
  <div class="-mx-3">
    <Keyed each={props.sessions} by={(session) => session.id}>
      {(session) => (
        <SessionRow
          session={session()}
          doing={props.model.doing(session())}
          time={props.model.filters().sort === "created" ? "createdAt" : "updatedAt"}
        />
      )}
    </Keyed>
  </div>
);

export function AgentsView(props: { model: AgentsModel }) {
  const { model } = props;
  return (
    <div class="mx-auto w-full max-w-[60rem] px-4 pt-5 pb-16 sm:px-9 md:pt-8">
      <h1 class="title text-xl">Agents</h1>
      <PromptBox model={model.start} folders={model.folders()} />
      <SessionFilter model={model} />
      <div class="mt-5">
        <Show when={!model.failed()} fallback={<Failed model={model} />}>
          <Show when={!model.isPending()} fallback={<RowsSkeleton rows={5} />}>
            <Show when={!model.isEmpty()} fallback={<Nothing model={model} />}>
              <div class="flex flex-col gap-7">
                <Show when={model.atWork.items().length > 0}>
                  <Section title="At work" count={model.atWork.items().length}>
                    <Rows sessions={model.atWork.items()} model={model} />
                  </Section>
                </Show>
                <Show when={model.ended.items().length > 0}>
                  <Section title="Earlier">
                    <Rows sessions={model.ended.items()} model={model} />
                  </Section>
                </Show>
              </div>
              <MoreRows
                shown={model.ended.items().length}
                hasMore={model.ended.hasMore() && model.ended.items().length > 0}
                isLoading={model.ended.isLoadingMore()}
                load={() => void model.ended.loadMore()}
              />
            </Show>
          </Show>
        </Show>
      </div>
    </div>
  );
}

const Failed = (props: { model: AgentsModel }) => (
  <Problem
    title="The sessions could not be loaded"
    message={explain(props.model.failed()?.error())}
    retry={() => props.model.retry()}
  />
);

function Nothing(props: { model: AgentsModel }) {
  return (
    <Show
      when={props.model.isFiltered()}
      fallback={
        <Empty title="No agent has worked here yet">
          Say above what should be done, or start one from a task: it then knows the task and keeps it up to
          date.
        </Empty>
      }
    >
      <Empty
        title="Nothing found"
        action={
          <button type="button" class="button" onClick={() => props.model.clear()}>
            Clear the filters
          </button>
        }
      >
        No session matches. Porter looks in prompts and titles, and at the start of session ids.
      </Empty>
    </Show>
  );
}
