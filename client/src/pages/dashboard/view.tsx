import { A } from "@solidjs/router";
import { For, lazy, Show, Suspense } from "solid-js";
import { explain } from "../../api/errors.ts";
import { Keyed } from "../../ui/keyed.tsx";
import { now } from "../../ui/now.ts";
import { Problem } from "../../ui/problem.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { Section } from "../../ui/section.tsx";
import { SessionRow } from "../../ui/session-row.tsx";
import { Days } from "./days.tsx";
import { FirstSteps } from "./first-steps.tsx";
import type { DashboardModel } from "./model.ts";
import { OpenTasks } from "./open-tasks.tsx";
import { WithCode } from "../../ui/with-code.tsx";
import { RepairHint } from "./repair-hint.tsx";
import { Waiting } from "./waiting.tsx";

const StartBox = lazy(() => import("../../composer/start/box.tsx"));

const today = new Intl.DateTimeFormat("en", { weekday: "long", day: "numeric", month: "long" });
const link = "text-sm font-medium text-brass hover:underline pointer-coarse:py-4";

export function DashboardView(props: { model: DashboardModel }) {
  const { model } = props;
  return (
    <div class="mx-auto w-full max-w-[66rem] px-4 pt-5 pb-16 sm:px-9 md:pt-8">
      <h1 class="sr-only">Dashboard</h1>
      <p class="title text-xl">{today.format(now())}</p>
      <For each={model.warnings()}>
        {(warning) => (
          <div class="mt-4 flex gap-3 rounded-lg border border-line bg-sheet px-4 py-3">
            <span class="lamp mt-1.5" data-aspect="caution" aria-hidden="true" />
            <p class="min-w-0 text-ink-2">
              <span class="font-semibold text-ink">{warning.subject}</span>{" "}
              <WithCode text={warning.message} />
            </p>
          </div>
        )}
      </For>
      <Show when={model.repairs()[0]}>
        {(first) => <RepairHint first={first()} others={model.repairs().length - 1} />}
      </Show>
      <Show when={model.error()}>
        {(error) => (
          <div class="mt-4">
            <Problem
              title="The dashboard could not be loaded"
              message={explain(error())}
              retry={model.retry}
            />
          </div>
        )}
      </Show>
      <Show when={!model.error()}>
        <Show
          when={model.isReady()}
          fallback={
            <div class="mt-6">
              <RowsSkeleton rows={6} />
            </div>
          }
        >
          <Show when={!model.hasTasks() || !model.hasSessions()}>
            <FirstSteps model={model} />
          </Show>
          <Show when={model.hasSessions()}>
            {/* As high as the box that comes. */}
            <div class="mt-4 min-h-[8.5rem] pointer-coarse:min-h-[9.75rem]">
              <Suspense>
                <StartBox />
              </Suspense>
            </div>
          </Show>
          <Show when={model.hasTasks() || model.hasSessions() || model.days.hasCalendar()}>
            <div class="mt-6 flex flex-col gap-7">
              <Show when={model.waiting().length > 0}>
                <Waiting sessions={model.waiting()} />
              </Show>
              <div class="grid grid-cols-1 gap-x-10 gap-y-7 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
                <Section
                  title="Open tasks"
                  count={model.openCount()}
                  aside={
                    <A href="/tasks" class={link}>
                      All tasks
                    </A>
                  }
                >
                  <OpenTasks model={model} />
                </Section>
                <div class="flex flex-col gap-7">
                  <Days model={model.days} />
                  <Show when={model.atWork().length > 0}>
                    <Section title="At work" count={model.atWork().length}>
                      <div class="-mx-3">
                        <Keyed each={model.atWork()} by={(session) => session.id}>
                          {(session) => <SessionRow session={session()} doing={model.doing(session())} />}
                        </Keyed>
                      </div>
                    </Section>
                  </Show>
                  <Section
                    title="Recent sessions"
                    aside={
                      <A href="/agents" class={link}>
                        All sessions
                      </A>
                    }
                  >
                    <Show
                      when={model.recent().length > 0}
                      fallback={<p class="py-2 text-ink-3">Sessions that have ended are listed here.</p>}
                    >
                      <div class="-mx-3">
                        <Keyed each={model.recent()} by={(session) => session.id}>
                          {(session) => <SessionRow session={session()} />}
                        </Keyed>
                      </div>
                    </Show>
                  </Section>
                </div>
              </div>
            </div>
          </Show>
        </Show>
      </Show>
    </div>
  );
}
