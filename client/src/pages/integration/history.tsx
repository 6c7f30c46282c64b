import { A } from "@solidjs/router";
import { Match, Show, Switch } from "solid-js";
import type { IntegrationEvent } from "../../../../shared/integration.ts";
import { explain } from "../../api/errors.ts";
import { findSession } from "../../api/feed-cache.ts";
import { describeActor } from "../../ui/actor.ts";
import { Ago } from "../../ui/ago.tsx";
import { stateWord } from "../../ui/integration-words.ts";
import { Keyed } from "../../ui/keyed.tsx";
import { Problem } from "../../ui/problem.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { formatDuration } from "../../ui/time.ts";
import type { IntegrationModel } from "./model.ts";

/** Who ran what, and how its state went, newest first. */
export function History(props: { model: IntegrationModel }) {
  const { model } = props;
  return (
    <Switch fallback={<p class="py-1.5 text-ink-3">Nothing has happened yet.</p>}>
      <Match when={model.historyItems().length > 0}>
        <ol>
          <Keyed each={model.historyItems()} by={(event) => String(event.eventId)}>
            {(event) => <Line event={event()} />}
          </Keyed>
        </ol>
        <Show when={model.history.hasMore()}>
          <button
            type="button"
            class="button mt-2"
            data-kind="quiet"
            disabled={model.history.isLoadingMore()}
            onClick={() => void model.history.loadMore()}
          >
            {model.history.isLoadingMore() ? "Loading…" : "Show older"}
          </button>
        </Show>
      </Match>
      <Match when={model.history.error()}>
        {(error) => (
          <Problem
            title="The history could not be loaded"
            message={explain(error())}
            retry={model.history.refetch}
          />
        )}
      </Match>
      <Match when={model.history.isPending()}>
        <RowsSkeleton rows={3} />
      </Match>
    </Switch>
  );
}

function Line(props: { event: IntegrationEvent }) {
  const actor = () => describeActor(props.event.actor, (id) => findSession(id)?.title);
  const hasRun = () => props.event.kind === "ran";
  const verb = () => {
    if (!hasRun()) return " by ";
    return props.event.error === null ? " run by " : " failed, run by ";
  };
  return (
    <li class="border-line py-1.5 text-sm text-ink-2 not-first:border-t">
      <span class="font-medium text-ink">{hasRun() ? props.event.what : stateWord(props.event.what)}</span>
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
      </Show>{" "}
      <span class="text-xs text-ink-3">
        <Ago at={props.event.at} />
        <Show when={props.event.took}>{(took) => <> · {formatDuration(took())}</>}</Show>
      </span>
      <Show when={props.event.error}>
        {(error) => <span class="block text-xs break-words text-danger">{error()}</span>}
      </Show>
    </li>
  );
}
