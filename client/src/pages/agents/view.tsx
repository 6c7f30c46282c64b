import FolderInput from "lucide-solid/icons/folder-input";
import { createSignal, lazy, Show, Suspense } from "solid-js";
import type { Session } from "../../../../shared/session.ts";
import { archiveSession, pinSession } from "../../actions/sessions.ts";
import { explain } from "../../api/errors.ts";
import { findSession } from "../../api/feed-cache.ts";
import StartBox from "../../composer/start/box.tsx";
import { useKeys } from "../../shell/keys.ts";
import { SessionMenu } from "../../shell/session-menu.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Keyed } from "../../ui/keyed.tsx";
import { MoreRows } from "../../ui/more-rows.tsx";
import { Problem } from "../../ui/problem.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { isAtWork } from "../../ui/at-work.ts";
import { Section } from "../../ui/section.tsx";
import { SessionRow } from "../../ui/session-row.tsx";
import { useSwipeRow } from "../../ui/swipe-late.ts";
import type { AgentsModel } from "./model.ts";
import { SessionFilter } from "./session-filter.tsx";

const ImportSheet = lazy(() => import("./import-sheet.tsx"));
const ProcessesLine = lazy(() => import("./processes-line.tsx"));

const focusedId = (): string | undefined =>
  document.activeElement?.closest<HTMLElement>("[data-session]")?.dataset["session"];

const Rows = (props: { sessions: readonly Session[]; model: AgentsModel }) => (
  <div class="-mx-3">
    <Keyed each={props.sessions} by={(session) => session.id}>
      {(session) => <Row session={session()} model={props.model} />}
    </Keyed>
  </div>
);

function Row(props: { session: Session; model: AgentsModel }) {
  const [row, setRow] = createSignal<HTMLDivElement>();
  useSwipeRow(row, {
    toRight: () => ({
      words: props.session.pinnedAt ? "Unpin" : "Pin",
      run: () => pinSession(props.session),
    }),
    toLeft: () =>
      isAtWork(props.session.status)
        ? undefined
        : {
            words: props.session.archivedAt ? "Take out" : "Archive",
            run: () => void archiveSession(props.session),
          },
  });
  return (
    <div
      ref={setRow}
      class="group flex items-center rounded-lg hover:bg-hover"
      data-session={props.session.id}
    >
      <SessionRow
        session={props.session}
        doing={props.model.doing(props.session)}
        time={props.model.filters().sort === "created" ? "createdAt" : "updatedAt"}
      />
      <span class="flex-none pointer-fine:opacity-0 pointer-fine:group-focus-within:opacity-100 pointer-fine:group-hover:opacity-100 pointer-fine:has-[[aria-expanded=true]]:opacity-100">
        <SessionMenu session={props.session} />
      </span>
    </div>
  );
}

export function AgentsView(props: { model: AgentsModel }) {
  const { model } = props;
  const [isImporting, setImporting] = createSignal(false);
  // The row that has the focus.
  const inHand = () => findSession(focusedId() ?? "");
  useKeys("Agents", [
    {
      keys: "e",
      words: "Archive the session, or take it out",
      when: () => inHand() !== undefined,
      run: () => {
        const session = inHand();
        if (session) void archiveSession(session);
      },
    },
    {
      keys: "p",
      words: "Pin the session, or unpin it",
      when: () => inHand() !== undefined,
      run: () => {
        const session = inHand();
        if (session) pinSession(session);
      },
    },
  ]);
  return (
    <div class="mx-auto w-full max-w-[60rem] px-4 pt-5 pb-16 sm:px-9 md:pt-8">
      <div class="flex min-h-8 items-center justify-between gap-3">
        <h1 class="title text-xl">Agents</h1>
        <button type="button" class="button" data-kind="quiet" onClick={() => setImporting(true)}>
          <FolderInput size={15} aria-hidden="true" /> Import from Claude
        </button>
      </div>
      {/* It comes behind the page, and nothing moves when it does. */}
      <p class="min-h-5 text-xs leading-5 text-ink-3">
        <Suspense>
          <ProcessesLine atWork={model.atWork.items().length} />
        </Suspense>
      </p>
      <Show when={isImporting()}>
        <Suspense>
          <ImportSheet close={() => setImporting(false)} />
        </Suspense>
      </Show>
      <div class="mt-4">
        <StartBox />
      </div>
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
                <Show when={model.pinned.items().length > 0}>
                  <Section title="Pinned">
                    <Rows sessions={model.pinned.items()} model={model} />
                  </Section>
                </Show>
                <Show when={model.ended.items().length > 0}>
                  <Section title={model.filters().archived ? "Archived" : "Earlier"}>
                    <Rows sessions={model.ended.items()} model={model} />
                  </Section>
                </Show>
              </div>
              <MoreRows shown={model.ended.items().length} query={model.ended} />
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
