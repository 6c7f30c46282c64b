import Ban from "lucide-solid/icons/ban";
import Check from "lucide-solid/icons/check";
import ChevronRight from "lucide-solid/icons/chevron-right";
import CircleAlert from "lucide-solid/icons/circle-alert";
import CirclePause from "lucide-solid/icons/circle-pause";
import LoaderCircle from "lucide-solid/icons/loader-circle";
import Minus from "lucide-solid/icons/minus";
import { createSignal, lazy, Match, Show, Suspense, Switch } from "solid-js";
import { ApprovalCard } from "./approval-card.tsx";
import type { Entry, EntrySession, ToolState } from "./entries.ts";
import type { Decide } from "./model.ts";
import { inputOf } from "./tool-card-input.ts";
import { toolName, toolSummary } from "../../../../shared/tool-words.ts";

const ToolBody = lazy(() => import("./tool-body.tsx"));

const words: Record<ToolState, string> = {
  running: "running",
  waiting: "waits for you",
  done: "done",
  failed: "failed",
  denied: "denied",
  unanswered: "did not finish",
};

function StateIcon(props: { state: ToolState }) {
  return (
    <Switch fallback={<Minus size={14} class="text-ink-3" aria-hidden="true" />}>
      <Match when={props.state === "running"}>
        <LoaderCircle size={14} class="spin text-clear" aria-hidden="true" />
      </Match>
      <Match when={props.state === "waiting"}>
        <CirclePause size={14} class="text-caution" aria-hidden="true" />
      </Match>
      <Match when={props.state === "done"}>
        <Check size={14} class="text-ink-3" aria-hidden="true" />
      </Match>
      <Match when={props.state === "failed"}>
        <CircleAlert size={14} class="text-danger" aria-hidden="true" />
      </Match>
      <Match when={props.state === "denied"}>
        <Ban size={14} class="text-danger" aria-hidden="true" />
      </Match>
    </Switch>
  );
}

/** One quiet line; input and result inside. */
export function ToolCard(props: {
  entry: Extract<Entry, { kind: "tool" }>;
  decide: Decide | undefined;
  session: EntrySession;
}) {
  const name = () => toolName(props.entry.use.name, inputOf(props.entry));
  // What is folded is not built: a session has hundreds of these, some with a megabyte inside.
  const [isOpen, setOpen] = createSignal(false);
  return (
    <div>
      <details
        class="rounded-lg open:border open:border-line open:bg-sheet"
        onToggle={(event) => setOpen(event.currentTarget.open)}
      >
        <summary class="flex min-h-8 items-center gap-2 rounded-lg px-2 text-sm text-ink-2 select-none marker:content-none hover:bg-hover pointer-coarse:min-h-11 [&::-webkit-details-marker]:hidden">
          <StateIcon state={props.entry.state} />
          <span class="flex-none font-medium text-ink">
            <Show when={name().server}>
              {(server) => <span class="font-normal text-ink-3">{server()} · </span>}
            </Show>
            {name().name}
          </span>
          <span class="min-w-0 flex-1 truncate font-mono text-xs text-ink-3">
            {toolSummary(props.entry.use.name, inputOf(props.entry))}
          </span>
          <Show when={props.entry.approval?.editedInput}>
            <span class="flex-none text-xs text-brass">changed by you</span>
          </Show>
          <span class={props.entry.state === "done" ? "sr-only" : "flex-none text-xs text-ink-3"}>
            {words[props.entry.state]}
          </span>
          <ChevronRight
            size={14}
            class="flex-none text-ink-3 transition-transform [details[open]>summary>&]:rotate-90"
            aria-hidden="true"
          />
        </summary>
        <Show when={isOpen()}>
          <Suspense fallback={<p class="px-3 pb-3 text-xs text-ink-3">Loading…</p>}>
            <ToolBody entry={props.entry} session={props.session} />
          </Suspense>
        </Show>
      </details>
      <Show when={props.decide}>
        {(decide) => (
          <Show when={props.entry.approval?.status === "pending" && props.entry.approval}>
            {(approval) => <ApprovalCard approval={approval()} decide={decide()} />}
          </Show>
        )}
      </Show>
    </div>
  );
}
