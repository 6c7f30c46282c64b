import ArrowDown from "lucide-solid/icons/arrow-down";
import { lazy, Match, Show, Suspense, Switch } from "solid-js";
import { explain, isNotFound } from "../../api/errors.ts";
import { useKeys } from "../../shell/keys.ts";
import { Problem } from "../../ui/problem.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { Composer } from "./composer.tsx";
import { Conversation } from "./conversation.tsx";
import { SessionHeader } from "./header.tsx";
import { Held } from "./held.tsx";
import type { SessionModel } from "./model.ts";
import { createStickyScroll } from "./scroll.ts";

const NoSuchSession = lazy(() => import("./no-such-session.tsx"));

export function SessionView(props: { model: SessionModel }) {
  const { model } = props;
  const scroll = createStickyScroll(model.reading);

  // From anywhere on the page, unless something else (a popover, a field's own Esc) took it.
  useKeys("Chat", [
    {
      keys: "Escape",
      words: "Stop the agent",
      whileTyping: true,
      when: model.isBusy,
      run: model.interrupt,
    },
  ]);

  return (
    <div class="flex h-[calc(var(--viewport,100dvh)-3rem-env(safe-area-inset-top))] min-h-0 flex-col md:h-dvh">
      <Show when={model.session()} fallback={<Missing model={model} />}>
        {(session) => (
          <>
            <SessionHeader session={session()} task={model.task()} />
            <div class="relative min-h-0 flex-1">
              <Conversation model={model} session={session()} scroll={scroll} />
              <div
                aria-hidden="true"
                class="pointer-events-none absolute inset-x-0 bottom-0 h-5 bg-linear-to-t from-paper to-transparent"
              />
              <Show when={!scroll.isAtEnd() || !model.reading.isLive()}>
                <button
                  type="button"
                  class="button absolute bottom-3 left-1/2 -translate-x-1/2 !rounded-full shadow-(--shadow-lift)"
                  onClick={scroll.toEnd}
                >
                  <ArrowDown size={14} aria-hidden="true" /> Jump to latest
                </button>
              </Show>
            </div>
            <Held session={session()} />
            <Composer model={model} session={session()} sent={scroll.toEnd} />
          </>
        )}
      </Show>
    </div>
  );
}

function Missing(props: { model: SessionModel }) {
  const { query } = props.model;
  return (
    <div class="mx-auto w-full max-w-[46rem] p-4">
      <Switch fallback={<RowsSkeleton rows={6} />}>
        <Match when={isNotFound(query.error())}>
          <Suspense fallback={<RowsSkeleton rows={6} />}>
            <NoSuchSession />
          </Suspense>
        </Match>
        <Match when={query.error()}>
          {(error) => (
            <Problem
              title="The session could not be loaded"
              message={explain(error())}
              retry={query.refetch}
            />
          )}
        </Match>
      </Switch>
    </div>
  );
}
