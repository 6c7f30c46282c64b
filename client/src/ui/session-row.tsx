import { A } from "@solidjs/router";
import Pin from "lucide-solid/icons/pin";
import { Show } from "solid-js";
import type { Session } from "../../../shared/session.ts";
import { Lamp, sessionWord } from "./lamp.tsx";
import { modelWords } from "./model-words.ts";
import { formatCost } from "./money.ts";
import { now } from "./now.ts";
import { exactTime, timeAgo } from "./time.ts";
import { untilWords } from "./until-words.ts";

/** A session in a list: signal, title, what it says about itself, what ran it, what it cost, when. */
export function SessionRow(props: {
  session: Session;
  /** What it does right now, or waits for. */
  doing?: string | undefined;
  /** Which of its times the list goes by; the last change when left out. */
  time?: "createdAt" | "updatedAt";
}) {
  const at = () => props.session[props.time ?? "updatedAt"];
  const isWaiting = () => props.session.status === "waiting";
  const note = () => {
    const { status, error, limitedUntil } = props.session;
    if (status === "failed" && error) return error;
    if (status === "running" && props.doing) return props.doing;
    if (isWaiting() && limitedUntil) return `Waits for the limit until ${untilWords(limitedUntil, now())}`;
    return isWaiting() && props.doing ? `${sessionWord(status)} · ${props.doing}` : sessionWord(status);
  };
  return (
    <A
      href={`/agents/${props.session.id}`}
      class="@container flex min-h-11 min-w-0 flex-1 items-center gap-3 rounded-lg px-3 py-1.5 hover:bg-hover"
      title={props.session.prompt.slice(0, 300)}
    >
      <span class="grid w-[1.125rem] flex-none place-items-center">
        <Lamp status={props.session.status} />
      </span>
      <span class="min-w-0 flex-1">
        <span class="flex items-center gap-1.5 font-medium">
          <span class="truncate">{props.session.title}</span>
          <Show when={props.session.pinnedAt}>
            <Pin size={12} class="flex-none text-ink-3" aria-label="Pinned" />
          </Show>
        </span>
        <span class={`block truncate text-xs ${isWaiting() ? "font-semibold text-caution" : "text-ink-3"}`}>
          {/* Where something else stands in the word's place, only the lamp would say it. */}
          <Show when={note() !== sessionWord(props.session.status) && !isWaiting()}>
            <span class="sr-only">{sessionWord(props.session.status)}: </span>
          </Show>
          {note()}
        </span>
      </span>
      <span class="hidden w-24 flex-none truncate text-right text-xs text-ink-3 @2xl:inline">
        {modelWords(props.session.model ?? "")}
      </span>
      <span class="hidden w-12 flex-none text-right text-xs text-ink-3 @md:inline">
        {props.session.costUsd > 0 ? formatCost(props.session.costUsd) : ""}
      </span>
      <time
        class="w-[4.75rem] flex-none text-right text-xs text-ink-3"
        dateTime={at().toISOString()}
        title={`Started ${exactTime(props.session.createdAt)}, last change ${exactTime(props.session.updatedAt)}`}
      >
        {timeAgo(at(), now())}
      </time>
    </A>
  );
}
