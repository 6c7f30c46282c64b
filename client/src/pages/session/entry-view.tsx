import ChevronRight from "lucide-solid/icons/chevron-right";
import { Match, Show, Switch, type Accessor, type JSX } from "solid-js";
import { ApprovalCard } from "./approval-card.tsx";
import type { Entry, EntrySession } from "./entries.ts";
import { MessageActions } from "./message-actions.tsx";
import { MarkdownText } from "../../ui/markdown-text.tsx";
import type { Decide } from "./model.ts";
import { ToolCard } from "./tool-card.tsx";

export function UserBubble(props: { text: string; note?: string; dimmed?: boolean; actions?: JSX.Element }) {
  return (
    <div
      class={`group/said mt-5 flex flex-col items-end group-first/entry:mt-0 ${props.dimmed ? "opacity-70" : ""}`}
    >
      <div class="flex w-full items-center justify-end gap-1">
        {props.actions}
        <div class="max-w-[min(85%,38rem)] rounded-2xl rounded-br-md border border-line bg-sheet px-4 py-2.5 text-[0.9375rem] leading-relaxed break-words whitespace-pre-wrap shadow-(--shadow)">
          <span class="sr-only">You: </span>
          {props.text}
        </div>
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

/** Seen when the message is pointed at or has the focus; where nothing points, faintly. */
const NEAR =
  "pointer-fine:opacity-0 pointer-fine:focus-within:opacity-100 pointer-fine:group-hover/said:opacity-100 text-ink-3";

export function EntryView(props: {
  entry: Entry;
  /** Left out below a sub-agent's call: it is no place to fork from, and what waits is asked in the conversation. */
  decide?: Decide;
  session: EntrySession;
}) {
  return (
    <Switch>
      <Match when={of(props.entry, "user")}>
        {(entry) => (
          <UserBubble
            text={entry().text}
            actions={
              <Show when={props.decide}>
                <MessageActions
                  sessionId={props.session.id}
                  messageId={entry().messageId}
                  seq={entry().seq}
                  prompt={entry().text}
                  class={NEAR}
                />
              </Show>
            }
          />
        )}
      </Match>
      <Match when={of(props.entry, "text")}>
        {(entry) => (
          <div class="group/said relative">
            <MarkdownText class="my-3" text={entry().text} isStreaming={entry().isStreaming} />
            <Show when={props.decide && !entry().isStreaming}>
              <MessageActions
                sessionId={props.session.id}
                messageId={entry().messageId}
                seq={entry().seq}
                class={`${NEAR} rounded-lg border-line bg-paper pointer-fine:absolute pointer-fine:top-0 pointer-fine:right-0 pointer-fine:border pointer-fine:shadow-(--shadow) ${entry().endsTurn ? "pointer-coarse:-mt-2" : "pointer-coarse:hidden"}`}
              />
            </Show>
          </div>
        )}
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
        {(entry) => <ToolCard entry={entry()} decide={props.decide} session={props.session} />}
      </Match>
      <Match when={of(props.entry, "approval")}>
        {(entry) => (
          <Show when={props.decide}>
            {(decide) => <ApprovalCard approval={entry().approval} decide={decide()} />}
          </Show>
        )}
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
