import { A } from "@solidjs/router";
import { createSignal, For, lazy, Match, Show, Suspense, Switch } from "solid-js";
import type { WaitingApproval } from "../../../../shared/approval.ts";
import { explain } from "../../api/errors.ts";
import ApprovalBody from "../../ui/approval/card.tsx";
import type { Decide } from "../../ui/approval/decide.ts";
import { Empty } from "../../ui/empty.tsx";
import { Keyed } from "../../ui/keyed.tsx";
import { now } from "../../ui/now.ts";
import { Problem } from "../../ui/problem.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { timeAgo } from "../../ui/time.ts";
import { useApprovalKeys } from "./keys.ts";
import type { ApprovalsModel } from "./model.ts";

const Decided = lazy(() => import("./decided.tsx"));

const tabs = [
  { name: "Waiting", href: "/approvals", isHistory: false },
  { name: "Decided", href: "/approvals?state=decided", isHistory: true },
];

export function ApprovalsView(props: { model: ApprovalsModel }) {
  const [heading, setHeading] = createSignal<HTMLHeadingElement>();
  return (
    <div class="mx-auto w-full max-w-[46rem] px-4 pt-5 pb-16 sm:px-9 md:pt-8">
      <h1 ref={setHeading} tabindex="-1" class="title text-xl">
        Approvals
      </h1>
      <nav aria-label="Approvals" class="mt-4 mb-4 flex min-h-11 gap-5 border-b border-line">
        <For each={tabs}>
          {(tab) => (
            <A
              href={tab.href}
              noScroll
              aria-current={props.model.isHistory() === tab.isHistory ? "page" : undefined}
              class={`-mb-px flex items-center border-b-2 px-0.5 font-medium ${
                props.model.isHistory() === tab.isHistory
                  ? "border-brass-fill text-ink"
                  : "border-transparent text-ink-2 hover:text-ink"
              }`}
            >
              {tab.name}
            </A>
          )}
        </For>
      </nav>
      <Show
        when={props.model.isHistory()}
        fallback={<Waiting model={props.model} onEmptied={() => heading()?.focus()} />}
      >
        <Suspense fallback={<RowsSkeleton rows={8} />}>
          <Decided />
        </Suspense>
      </Show>
    </div>
  );
}

function Waiting(props: { model: ApprovalsModel; onEmptied: () => void }) {
  const { model } = props;
  const [list, setList] = createSignal<HTMLUListElement>();
  const keys = useApprovalKeys(model.items, list);

  /** A card that goes away gives the focus to its neighbour. */
  const decide: Decide = (approval, decision) => {
    const ids = model.items().map((item) => item.approval.id);
    const at = ids.indexOf(approval.id);
    const heir = ids[at + 1] ?? ids[at - 1];
    model.decide(approval, decision);
    queueMicrotask(() => (heir === undefined ? props.onEmptied() : keys.focus(heir)));
  };

  return (
    <div>
      <Switch fallback={<RowsSkeleton rows={5} />}>
        <Match when={model.query.error()}>
          {(error) => (
            <Problem
              title="What waits for you could not be loaded"
              message={explain(error())}
              retry={model.query.refetch}
            />
          )}
        </Match>
        <Match when={model.query.data() && model.items().length === 0}>
          <Empty title="Nothing waits for you">
            When an agent wants to run a command, change a file or use an integration, when it asks a question
            or has a plan, it waits for your answer here and in its{" "}
            <A href="/agents" class="font-medium text-brass hover:underline">
              session
            </A>
            .
          </Empty>
        </Match>
        <Match when={model.items().length > 0}>
          <ul ref={setList} class="flex flex-col gap-5">
            <Keyed each={model.items()} by={(item) => item.approval.id}>
              {(item) => <Card item={item()} decide={decide} />}
            </Keyed>
          </ul>
          <Show when={model.more() > 0}>
            <p class="mt-4 text-sm text-ink-2">{model.more()} more come when these are answered.</p>
          </Show>
        </Match>
      </Switch>
    </div>
  );
}

function Card(props: { item: WaitingApproval; decide: Decide }) {
  return (
    <li
      data-id={props.item.approval.id}
      tabindex="-1"
      aria-label={`Waits for you: ${props.item.session.title}`}
      class="overflow-hidden rounded-xl border border-brass-line bg-brass-soft focus-within:border-brass"
    >
      <div class="flex items-center gap-3 border-b border-brass-line px-4">
        <A
          href={`/agents/${props.item.session.id}`}
          class="flex min-h-9 min-w-0 flex-1 items-center font-medium hover:underline pointer-coarse:min-h-11"
        >
          <span class="truncate">{props.item.session.title}</span>
        </A>
        <span class="flex-none text-xs text-ink-2">{timeAgo(props.item.approval.createdAt, now())}</span>
      </div>
      <ApprovalBody approval={props.item.approval} decide={props.decide} />
    </li>
  );
}
