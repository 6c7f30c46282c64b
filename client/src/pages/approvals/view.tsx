import { A } from "@solidjs/router";
import { createSignal, Match, Show, Switch } from "solid-js";
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

export function ApprovalsView(props: { model: ApprovalsModel }) {
  const { model } = props;
  const [list, setList] = createSignal<HTMLUListElement>();
  const [heading, setHeading] = createSignal<HTMLHeadingElement>();
  const keys = useApprovalKeys(model.items, list);

  /** A card that goes away gives the focus to its neighbour. */
  const decide: Decide = (approval, decision) => {
    const ids = model.items().map((item) => item.approval.id);
    const at = ids.indexOf(approval.id);
    const heir = ids[at + 1] ?? ids[at - 1];
    model.decide(approval, decision);
    queueMicrotask(() => (heir === undefined ? heading()?.focus() : keys.focus(heir)));
  };

  return (
    <div class="mx-auto w-full max-w-[46rem] px-4 pt-5 pb-16 sm:px-9 md:pt-8">
      <h1 ref={setHeading} tabindex="-1" class="title text-xl">
        Approvals
      </h1>
      <div class="mt-4">
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
              When an agent wants to run a command, change a file or use an integration, when it asks a
              question or has a plan, it waits for your answer here and in its{" "}
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
