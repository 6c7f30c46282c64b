import ChevronRight from "lucide-solid/icons/chevron-right";
import { Match, Show, Switch, type Accessor } from "solid-js";
import { ApprovalCard } from "./approval-card.tsx";
import type { Entry } from "./entries.ts";
import { MarkdownText } from "../../ui/markdown-text.tsx";
import type { Decide } from "./model.ts";
import { ToolCard } from "./tool-card.tsx";

export function UserBubble(props: { text: string; note?: string; dimmed?: boolean }) {
  return (
    <div class={`mt-5 flex flex-col items-end group-first/entry:mt-0 ${props.dimmed ? "opacity-70" : ""}`}>
      <div class="max-w-[min(85%,38rem)] rounded-2xl rounded-br-md border border-line bg-sheet px-4 py-2.5 text-[0.9375rem] leading-relaxed break-words whitespace-pre-wrap shadow-(--shadow)">
        <span class="sr-only">You: </span>
        {props.text}
      </div>
      <Show when={props.note}>
        <p class="mt-1 pr-1 text-xs text-ink-3">{props.note}</p>
      </Show>
    </div>
  );
}

/** The kind of an entry never changes while its key lives; what is inside does. */
const of = <K extends Entry["kind"]>(entry: Entry, kind: K): Extract<Entry, { kind: K }> | undefined =>
  entry.kind === kind ? (entry as Extract<Entry, { kind: K }>) : undefined; // the comparison is the reason

export function EntryView(props: { entry: Entry; decide: Decide }) {
  return (
    <Switch>
      <Match when={of(props.entry, "user")}>
        {(entry) => (
          <UserBubble
            text={entry().text}
            {...(entry().isQueued && { note: "Queued: the agent gets it when this turn has ended" })}
          />
        )}
      </Match>
      <Match when={of(props.entry, "text")}>
        {(entry) => <MarkdownText class="my-3" text={entry().text} isStreaming={entry().isStreaming} />}
      </Match>
      <Match when={of(props.entry, "thinking")}>{(entry) => <Thinking entry={entry} />}</Match>
      <Match when={of(props.entry, "system")}>
        {(entry) => (
          <p class="my-3 text-center text-xs break-words whitespace-pre-wrap text-ink-3">{entry().text}</p>
        )}
      </Match>
      <Match when={of(props.entry, "image")}>
        {(entry) => (
          <img
            src={entry().source}
            alt={entry().isUser ? "Picture that you sent" : "Picture in the answer"}
            class="my-3 max-h-96 max-w-full rounded-lg border border-line"
          />
        )}
      </Match>
      <Match when={of(props.entry, "tool")}>
        {(entry) => <ToolCard entry={entry()} decide={props.decide} />}
      </Match>
      <Match when={of(props.entry, "approval")}>
        {(entry) => <ApprovalCard approval={entry().approval} decide={props.decide} />}
      </Match>
    </Switch>
  );
}

function Thinking(props: { entry: Accessor<{ text: string; isStreaming: boolean }> }) {
  return (
    <details class="group/thinking my-1">
      <summary class="flex min-h-8 items-center gap-2 rounded-lg px-2 text-sm text-ink-3 select-none marker:content-none hover:bg-hover pointer-coarse:min-h-11 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          size={14}
          class="transition-transform group-open/thinking:rotate-90"
          aria-hidden="true"
        />
        {props.entry().isStreaming ? "Thinking…" : "Thought"}
      </summary>
      <div class="ml-4 border-l border-line py-1 pl-4 text-sm leading-relaxed break-words whitespace-pre-wrap text-ink-2">
        {props.entry().text}
      </div>
    </details>
  );
}
