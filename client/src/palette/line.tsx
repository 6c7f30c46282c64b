import CalendarDays from "lucide-solid/icons/calendar-days";
import Bell from "lucide-solid/icons/bell";
import MessageSquare from "lucide-solid/icons/message-square";
import { Match, Show, Switch } from "solid-js";
import { Dynamic } from "solid-js/web";
import { isMac } from "../shell/keys.ts";
import { keyCaps } from "../shell/key-steps.ts";
import { StatusGlyph } from "../ui/glyphs.tsx";
import { TagNumber } from "../ui/tag-number.tsx";
import { KeyCaps } from "../ui/key-caps.tsx";
import { Lamp, sessionWord } from "../ui/lamp.tsx";
import { MarkedText } from "../ui/marked-text.tsx";
import { now } from "../ui/now.ts";
import { statusWords } from "../ui/task-words.ts";
import { describeDue, timeAgo } from "../ui/time.ts";
import type { Item, Lead } from "./items.ts";

/** One line of the list. The focus stays in the field; a way is a link, so that a middle click works. */
export function Line(props: {
  id: string;
  item: Item;
  isSelected: boolean;
  onPoint: () => void;
  onChoose: () => void;
}) {
  return (
    <Dynamic
      component={props.item.href === undefined ? "div" : "a"}
      href={props.item.href}
      id={props.id}
      role="option"
      tabindex="-1"
      aria-selected={props.isSelected}
      class="palette-line"
      // Not when the list moves under a mouse that lies still.
      onPointerMove={() => {
        if (!props.isSelected) props.onPoint();
      }}
      onClick={(event: MouseEvent) => {
        if (props.item.href !== undefined && (event.ctrlKey || event.metaKey || event.shiftKey)) return;
        event.preventDefault();
        props.onChoose();
      }}
    >
      <LeadSign lead={props.item.lead} />
      <span class="min-w-0 flex-1">
        <span class={props.item.wraps ? "block py-1 break-words" : "block truncate"}>
          <MarkedText excerpt={props.item.title} />
        </span>
        <Show when={props.item.note}>
          {(note) => (
            <span class="block truncate text-xs text-ink-3">
              <MarkedText excerpt={note()} />
            </span>
          )}
        </Show>
      </span>
      <Show when={props.item.at}>
        {(at) => (
          <time class="flex-none text-xs text-ink-3" dateTime={at().toISOString()}>
            {props.item.lead.type === "event" ? describeDue(at(), now()).text : timeAgo(at(), now())}
          </time>
        )}
      </Show>
      <Show when={props.item.keys}>
        {(keys) => (
          <span class="max-sm:hidden" aria-hidden="true">
            <KeyCaps presses={keyCaps(keys(), isMac)} />
          </span>
        )}
      </Show>
    </Dynamic>
  );
}

function LeadSign(props: { lead: Lead }) {
  const of = <T extends Lead["type"]>(type: T) =>
    // Narrowed by the comparison, which the compiler does not carry over to the generic.
    props.lead.type === type ? (props.lead as Extract<Lead, { type: T }>) : undefined;
  return (
    <span class="flex flex-none items-center gap-2">
      <span class="grid w-[1.125rem] flex-none place-items-center text-ink-3">
        <Switch>
          <Match when={of("icon")}>
            {(lead) => <Dynamic component={lead().icon} size={17} aria-hidden="true" />}
          </Match>
          <Match when={of("task")}>{(lead) => <StatusGlyph status={lead().status ?? "todo"} />}</Match>
          <Match when={of("session")}>{(lead) => <Lamp status={lead().status ?? "completed"} />}</Match>
          <Match when={of("event")}>
            <CalendarDays size={16} aria-hidden="true" />
          </Match>
          <Match when={of("message")}>
            <MessageSquare size={16} aria-hidden="true" />
          </Match>
          <Match when={of("notification")}>
            <Bell size={16} aria-hidden="true" />
          </Match>
        </Switch>
      </span>
      <Show when={of("task")}>
        {(lead) => (
          <>
            <Show when={lead().number}>{(number) => <TagNumber number={number()} />}</Show>
            <Show when={lead().status}>
              {(status) => <span class="sr-only">{statusWords[status()]}: </span>}
            </Show>
          </>
        )}
      </Show>
      <Show when={of("session")?.status}>
        {(status) => <span class="sr-only">{sessionWord(status())}: </span>}
      </Show>
    </span>
  );
}
