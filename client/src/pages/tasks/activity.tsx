import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import type { Task, TaskActivity } from "../../../../shared/task.ts";
import { tokenName } from "../../api/token-names.ts";
import { describeActor } from "../../ui/actor.ts";
import { Ago } from "../../ui/ago.tsx";
import { now } from "../../ui/now.ts";
import { timeAgo } from "../../ui/time.ts";
import { describeActivity } from "./activity-words.ts";
import type { DetailModel } from "./detail-model.ts";

type TitleOf = (sessionId: string) => string | undefined;

/** Who changed what, and when; what can be taken back. Folded: one looks for it, it does not tell. */
export function Activity(props: { task: Task; detail: DetailModel; titleOf: TitleOf }) {
  const { detail } = props;
  return (
    <details class="group/activity border-t border-line pt-1">
      <summary class="flex min-h-9 items-center gap-2 rounded-md text-sm text-ink-2 marker:content-none hover:text-ink pointer-coarse:min-h-11 [&::-webkit-details-marker]:hidden">
        <span class="sign">History</span>
        <span class="min-w-0 truncate text-xs text-ink-3">
          changed by {describeActor(props.task.updatedBy, props.titleOf, tokenName).text}{" "}
          {timeAgo(props.task.updatedAt, now())}
        </span>
        <span
          aria-hidden="true"
          class="ml-auto text-ink-3 transition-transform group-open/activity:rotate-90"
        >
          ›
        </span>
      </summary>
      <ol class="mt-1 flex flex-col gap-1.5 border-l border-line-strong pl-4">
        <For each={detail.activity()}>
          {(entry) => <Entry entry={entry} titleOf={props.titleOf} undo={() => detail.undo(entry.eventId)} />}
        </For>
      </ol>
      <Show when={detail.hasMoreActivity()}>
        <button type="button" class="button mt-2" data-kind="quiet" onClick={() => detail.moreActivity()}>
          Show more
        </button>
      </Show>
    </details>
  );
}

function Entry(props: { entry: TaskActivity; titleOf: TitleOf; undo: () => void }) {
  const actor = () => describeActor(props.entry.actor, props.titleOf, tokenName);
  return (
    <li class="text-sm text-ink-2">
      <Show when={actor().sessionId} fallback={<span class="font-medium text-ink">{actor().text}</span>}>
        {(id) => (
          <A
            href={`/agents/${id()}`}
            aria-label={`Session ${actor().text}`}
            class="font-medium text-brass hover:underline"
          >
            {actor().text}
          </A>
        )}
      </Show>{" "}
      {describeActivity(props.entry)} <Ago at={props.entry.at} class="text-xs text-ink-3" />
      <Show when={props.entry.canUndo && props.entry.kind === "updated"}>
        {" "}
        <button
          type="button"
          class="rounded px-1 text-xs font-semibold text-brass hover:underline pointer-coarse:min-h-9"
          aria-label={`Undo: ${describeActivity(props.entry)}`}
          onClick={() => props.undo()}
        >
          Undo
        </button>
      </Show>
    </li>
  );
}
