import { createMemo, For } from "solid-js";
import type { UsagePeriod, UsageReport } from "../../../../shared/usage.ts";
import { formatCost } from "../../ui/money.ts";

/** In the units of the drawing, which is stretched to the width of the page. */
const HEIGHT = 100;
const STEP = 10;
const BAR = 7;

/** Costs by hour or by day, as bars; the same as a table for who does not see them. */
export function UsageChart(props: { report: UsageReport; period: UsagePeriod }) {
  const label = createMemo(() => {
    const { timeZone } = props.report;
    const parts =
      props.period === "day"
        ? ({ hour: "2-digit", minute: "2-digit", hour12: false } as const)
        : ({ weekday: "short", day: "numeric", month: "short" } as const);
    const format = new Intl.DateTimeFormat("en", { timeZone, ...parts });
    return (at: Date) => format.format(at);
  });
  const highest = createMemo(() => Math.max(...props.report.steps.map(({ costUsd }) => costUsd), 0));
  const heightOf = (costUsd: number) => (highest() === 0 ? 0 : (costUsd / highest()) * HEIGHT);
  const ends = () => [props.report.steps[0], props.report.steps.at(-1)].flatMap((step) => step ?? []);
  return (
    <figure class="mt-5">
      <p class="text-xs text-ink-3" aria-hidden="true">
        {formatCost(highest())}
      </p>
      <svg
        viewBox={`0 0 ${props.report.steps.length * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        class="block h-32 w-full border-b border-line-strong"
        aria-hidden="true"
      >
        <For each={props.report.steps}>
          {(step, index) => (
            <g class="group">
              <title>{`${label()(step.at)}: ${formatCost(step.costUsd)}`}</title>
              <rect x={index() * STEP} width={STEP} height={HEIGHT} class="fill-transparent" />
              <rect
                x={index() * STEP + (STEP - BAR) / 2}
                y={HEIGHT - heightOf(step.costUsd)}
                width={BAR}
                height={heightOf(step.costUsd)}
                class="fill-brass-fill group-hover:fill-brass"
              />
            </g>
          )}
        </For>
      </svg>
      <div class="mt-1 flex justify-between text-xs text-ink-3" aria-hidden="true">
        <For each={ends()}>{(step) => <span>{label()(step.at)}</span>}</For>
      </div>
      <table class="sr-only">
        <caption>{props.period === "day" ? "Costs by hour" : "Costs by day"}</caption>
        <thead>
          <tr>
            <th scope="col">{props.period === "day" ? "Hour" : "Day"}</th>
            <th scope="col">Cost</th>
            <th scope="col">Turns</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.report.steps}>
            {(step) => (
              <tr>
                <th scope="row">{label()(step.at)}</th>
                <td>{formatCost(step.costUsd)}</td>
                <td>{step.turns}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </figure>
  );
}
