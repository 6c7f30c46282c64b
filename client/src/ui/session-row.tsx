import { A } from "@solidjs/router";
import { Show } from "solid-js";
import type { Session } from "../../../shared/session.ts";
import { Lamp, sessionWord } from "./lamp.tsx";
import { formatCost } from "./money.ts";
import { now } from "./now.ts";
import { exactTime, timeAgo } from "./time.ts";

/** A session in a list: signal, title, what it says about itself, when. */
export function SessionRow(props: { session: Session }) {
  const note = () => {
    if (props.session.status === "failed" && props.session.error) return props.session.error;
    return sessionWord(props.session.status);
  };
  return (
    <A
      href={`/agents/${props.session.id}`}
      class="flex min-h-11 items-center gap-3 rounded-lg px-3 py-1.5 hover:bg-hover"
      title={props.session.prompt.slice(0, 300)}
    >
      <span class="grid w-[1.125rem] flex-none place-items-center">
        <Lamp status={props.session.status} />
      </span>
      <span class="min-w-0 flex-1">
        <span class="block truncate font-medium">{props.session.title}</span>
        <span
          class={`block truncate text-xs ${props.session.status === "waiting" ? "font-semibold text-caution" : "text-ink-3"}`}
        >
          {note()}
        </span>
      </span>
      <Show when={props.session.costUsd > 0}>
        <span class="hidden flex-none text-xs text-ink-3 sm:inline">{formatCost(props.session.costUsd)}</span>
      </Show>
      <time
        class="w-[4.75rem] flex-none text-right text-xs text-ink-3"
        dateTime={props.session.updatedAt.toISOString()}
        title={exactTime(props.session.updatedAt)}
      >
        {timeAgo(props.session.updatedAt, now())}
      </time>
    </A>
  );
}
