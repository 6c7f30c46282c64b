import { A } from "@solidjs/router";
import { Show } from "solid-js";
import type { ActionInfo, IntegrationEvent } from "../../../../shared/integration.ts";
import { explain } from "../../api/errors.ts";
import { findSession } from "../../api/feed-cache.ts";
import { tokenName } from "../../api/token-names.ts";
import { describeActor } from "../../ui/actor.ts";
import { Ago } from "../../ui/ago.tsx";
import { stateWord } from "../../ui/integration-words.ts";
import { Keyed } from "../../ui/keyed.tsx";
import { PagedRows } from "../../ui/paged-rows.tsx";
import { formatDuration } from "../../ui/time.ts";
import { WithCode } from "../../ui/with-code.tsx";
import type { IntegrationModel } from "./model.ts";

/** Who ran what, and how its state went, newest first. */
export function History(props: { model: IntegrationModel; actions: readonly ActionInfo[] }) {
  const { model } = props;
  return (
    <PagedRows
      query={model.history}
      isEmpty={model.historyItems().length === 0}
      problem="The history could not be loaded"
      explain={explain}
      empty={<p class="py-1.5 text-ink-3">Nothing has happened yet.</p>}
    >
      <ol>
        <Keyed each={model.historyItems()} by={(event) => String(event.eventId)}>
          {(event) => <Line event={event()} actions={props.actions} />}
        </Keyed>
      </ol>
    </PagedRows>
  );
}

function Line(props: { event: IntegrationEvent; actions: readonly ActionInfo[] }) {
  const actor = () => describeActor(props.event.actor, (id) => findSession(id)?.title, tokenName);
  const hasRun = () => props.event.kind === "ran";
  const what = () => {
    const { what: name } = props.event;
    return hasRun() ? (props.actions.find((action) => action.name === name)?.title ?? name) : stateWord(name);
  };
  const verb = () => {
    if (!hasRun()) return " by ";
    return props.event.error === null ? ", run by " : " failed, run by ";
  };
  return (
    <li class="flex items-baseline gap-3 border-line py-1.5 text-sm text-ink-2 not-first:border-t">
      <div class="min-w-0 flex-1">
        <span class="font-medium text-ink">{what()}</span>
        {/* That a state went by itself goes without saying. */}
        <Show when={hasRun() || props.event.actor !== "porter"}>
          {verb()}
          <Show when={actor().sessionId} fallback={actor().text}>
            {(id) => (
              <A href={`/agents/${id()}`} class="font-medium text-brass hover:underline">
                {actor().text}
              </A>
            )}
          </Show>
        </Show>
        <Show when={props.event.error}>
          {(error) => (
            <span class="block text-xs break-words text-danger">
              <WithCode text={error()} />
            </span>
          )}
        </Show>
      </div>
      <span class="flex-none text-xs text-ink-3">
        <Show when={props.event.took}>{(took) => <>{formatDuration(took())} · </>}</Show>
        <Ago at={props.event.at} />
      </span>
    </li>
  );
}
