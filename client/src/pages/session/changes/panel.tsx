import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import type { Session } from "../../../../../shared/session.ts";
import type { SessionChange } from "../../../../../shared/session-change.ts";
import { explain } from "../../../api/errors.ts";
import { tokenName } from "../../../api/token-names.ts";
import { describeActor } from "../../../ui/actor.ts";
import { Ago } from "../../../ui/ago.tsx";
import { Answered } from "../../../ui/answered.tsx";
import { AskFirst } from "../../../ui/ask-first.tsx";
import { Keyed } from "../../../ui/keyed.tsx";
import { MoreRows } from "../../../ui/more-rows.tsx";
import { createChangesModel } from "./model.ts";
import { detailsOf, objectOf, verbOf } from "./words.ts";

/** All that the session changed in Porter, and the way back from it. */
export default function ChangesPanel(props: { session: Session }) {
  const model = createChangesModel(() => props.session);
  return (
    <Answered
      query={model.query}
      explain={explain}
      problem="What the session changed could not be loaded"
      rows={4}
    >
      {() => (
        <Show
          when={model.items().length > 0}
          fallback={
            <p class="py-2 text-sm text-ink-2">
              This session has changed nothing in Porter. Tasks, comments, notifications and actions of
              integrations would stand here. Files are under the folder's changes.
            </p>
          }
        >
          <Show when={model.undoable() > 1}>
            <div class="flex min-h-9 items-center pb-2" aria-busy={model.isUndoingAll()}>
              <AskFirst
                question="Take back everything here that nothing newer stands on?"
                yes="Undo all"
                isDanger
                run={model.undoAll}
              >
                {model.isUndoingAll() ? "Undoing…" : "Undo all"}
              </AskFirst>
            </div>
          </Show>
          <ol class="flex flex-col gap-3" aria-label="Changes, newest first">
            <Keyed each={model.items()} by={(change) => String(change.eventId)}>
              {(change) => (
                <Change
                  change={change()}
                  isUndone={model.isUndone(change())}
                  undo={() => model.undo(change())}
                />
              )}
            </Keyed>
          </ol>
          <MoreRows shown={model.items().length} query={model.query} />
        </Show>
      )}
    </Answered>
  );
}

function Change(props: { change: SessionChange; isUndone: boolean; undo: () => void }) {
  const deed = () => props.change.deed;
  const words = () => `${verbOf(deed())} ${objectOf(deed()).words}`;
  return (
    <li class="text-sm">
      <div class="flex items-baseline gap-2">
        <p class="min-w-0 flex-1 break-words">
          <span class="text-ink-2">{verbOf(deed())}</span>{" "}
          <Show
            when={objectOf(deed()).link}
            fallback={<span class="font-medium">{objectOf(deed()).words}</span>}
          >
            {(link) => (
              <A href={link()} class="font-medium text-brass hover:underline">
                {objectOf(deed()).words}
              </A>
            )}
          </Show>{" "}
          <Ago at={props.change.at} class="text-xs whitespace-nowrap text-ink-3" />
        </p>
        <Show when={props.change.obstacle === null}>
          <button
            type="button"
            class="button flex-none"
            data-kind="quiet"
            aria-label={`Undo: ${words()}`}
            disabled={props.isUndone}
            onClick={() => props.undo()}
          >
            {props.isUndone ? "Undone" : "Undo"}
          </button>
        </Show>
      </div>
      <For each={detailsOf(deed())}>
        {(detail) => (
          <p class="line-clamp-3 break-words text-ink-2">
            <Show when={detail.label}>{(label) => <span class="text-ink-3">{label()}: </span>}</Show>
            {detail.text}
          </p>
        )}
      </For>
      <Show when={props.change.obstacle}>
        {(obstacle) => (
          <p class="text-xs text-ink-3">
            {obstacle().reason}
            <Show when={obstacle().since}>
              {(since) => (
                <>
                  {" "}
                  By {describeActor(since().actor, () => undefined, tokenName).text}, <Ago at={since().at} />.
                </>
              )}
            </Show>
          </p>
        )}
      </Show>
    </li>
  );
}
