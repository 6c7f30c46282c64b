import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import type { UsageReport } from "../../../../shared/usage.ts";
import { explain } from "../../api/errors.ts";
import { tokenName } from "../../api/token-names.ts";
import { CutOff } from "../../ui/cut-off.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Meter } from "../../ui/meter.tsx";
import { formatCost, formatCount } from "../../ui/money.ts";
import { PlanLimits } from "../../ui/plan-limits.tsx";
import { Problem } from "../../ui/problem.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { Section } from "../../ui/section.tsx";
import { UsageChart } from "./chart.tsx";
import { periods, type UsageModel } from "./model.ts";
import { modelRows, sessionRows, taskRows, tokensIn, triggerRows } from "./rows.ts";
import { UsageTable } from "./table.tsx";

export function UsageView(props: { model: UsageModel }) {
  const { model } = props;
  return (
    <div class="mx-auto w-full max-w-[60rem] px-4 pt-5 pb-16 sm:px-9 md:pt-8">
      <h1 class="title text-xl">Usage</h1>
      <nav aria-label="Period" class="mt-4 mb-2 flex min-h-11 gap-5 border-b border-line">
        <For each={periods}>
          {({ period, name }) => (
            <A
              href={`/usage?period=${period}`}
              noScroll
              aria-current={model.period() === period ? "page" : undefined}
              class={`-mb-px flex items-center border-b-2 px-0.5 font-medium ${
                model.period() === period
                  ? "border-brass-fill text-ink"
                  : "border-transparent text-ink-2 hover:text-ink"
              }`}
            >
              {name}
            </A>
          )}
        </For>
      </nav>
      <Show
        when={model.report.data()}
        fallback={
          <Show when={model.report.error()} fallback={<RowsSkeleton rows={8} />}>
            {(error) => (
              <Problem
                title="The usage could not be loaded"
                message={explain(error())}
                retry={model.report.refetch}
              />
            )}
          </Show>
        }
      >
        {(report) => (
          <>
            <Today report={report()} />
            <Show
              when={report().total.turns > 0}
              fallback={
                <Empty title="Nothing used">
                  No agent has taken a turn in this time. What they take stands here as soon as one has.
                </Empty>
              }
            >
              <Total report={report()} />
              <CutOff turns={report().total.cutOff} />
              <UsageChart report={report()} period={model.period()} />
              <div class="mt-8 flex flex-col gap-9">
                <UsageTable title="By model" first="Model" rows={modelRows(report())} />
                <UsageTable title="By session" first="Session" rows={sessionRows(report())} />
                <Show when={report().tasks.length > 0}>
                  <UsageTable title="By task" first="Task" rows={taskRows(report())} />
                </Show>
                <UsageTable title="By who asked" first="Asked by" rows={triggerRows(report(), tokenName)} />
              </div>
            </Show>
          </>
        )}
      </Show>
      <Show when={model.limits().length > 0}>
        <div class="mt-9">
          <Section title="Limits of the Claude plan">
            <div class="py-2">
              <PlanLimits limits={model.limits()} />
            </div>
          </Section>
        </div>
      </Show>
      <p class="mt-9 text-sm text-ink-3">
        Costs are what the Claude CLI estimates by list prices. With a Claude plan nobody is billed for them.
      </p>
    </div>
  );
}

function Today(props: { report: UsageReport }) {
  const words = () =>
    `${formatCost(props.report.today.spentUsd)} of ${formatCost(props.report.today.budgetUsd ?? 0)}`;
  const part = () => props.report.today.spentUsd / (props.report.today.budgetUsd ?? 1);
  return (
    <Show when={props.report.today.budgetUsd !== null}>
      <div class="mt-4 max-w-[24rem] text-sm">
        <div class="mb-1 flex items-baseline justify-between gap-2">
          <span>Budget for today</span>
          <span class="text-xs text-ink-3">{words()}</span>
        </div>
        <Meter
          label="Budget for today"
          value={part()}
          words={words()}
          tone={part() >= 1 ? "danger" : part() >= 0.8 ? "caution" : "plain"}
        />
      </div>
    </Show>
  );
}

function Total(props: { report: UsageReport }) {
  const facts = (): [string, string][] => [
    ["Turns", String(props.report.total.turns)],
    ["Tokens in", formatCount(tokensIn(props.report.total))],
    ["From the cache", formatCount(props.report.total.cacheReadTokens)],
    ["Tokens out", formatCount(props.report.total.outputTokens)],
  ];
  return (
    <div class="mt-5 flex flex-wrap items-end gap-x-8 gap-y-2">
      <p class="title text-2xl">
        <span class="sr-only">Cost: </span>
        {formatCost(props.report.total.costUsd)}
      </p>
      <dl class="flex flex-wrap gap-x-6 gap-y-1 text-sm">
        <For each={facts()}>
          {([name, value]) => (
            <div class="flex gap-1.5">
              <dt class="text-ink-3">{name}</dt>
              <dd>{value}</dd>
            </div>
          )}
        </For>
      </dl>
    </div>
  );
}
