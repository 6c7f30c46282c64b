import { lazy, Show, Suspense } from "solid-js";
import type { Session } from "../../../../shared/session.ts";
import { formatCost } from "../../ui/money.ts";
import { Popover } from "../../ui/popover.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";

const GaugeDetails = lazy(() => import("./gauge-details.tsx"));

/** How full the model's context window is, 0 to 1; undefined before the first answer. */
const filledOf = ({ contextTokens, contextWindow }: Session): number | undefined =>
  contextTokens === null || contextWindow === null ? undefined : Math.min(1, contextTokens / contextWindow);

/** The context window as a ring and the costs so far; more of both behind it. */
export function Gauge(props: { session: Session }) {
  const filled = () => filledOf(props.session);
  const label = () => {
    const part = filled();
    const context = part === undefined ? "" : `, context ${Math.round(part * 100)} % full`;
    return `Usage: ${formatCost(props.session.costUsd)}${context}`;
  };
  return (
    <Popover
      label={label()}
      name="Usage of this session"
      buttonClass="icon-button !flex !w-auto min-w-9 flex-none items-center justify-center gap-1.5 px-2 text-sm pointer-coarse:min-w-11"
      class="w-[min(24rem,calc(100vw-1rem))] p-4"
      button={
        <>
          <Ring part={filled() ?? 0} />
          <Show when={props.session.costUsd > 0}>
            <span class="hidden sm:inline">{formatCost(props.session.costUsd)}</span>
          </Show>
        </>
      }
    >
      {() => (
        <Suspense fallback={<RowsSkeleton rows={6} />}>
          <GaugeDetails session={props.session} />
        </Suspense>
      )}
    </Popover>
  );
}

const AROUND = 2 * Math.PI * 6.5;

function Ring(props: { part: number }) {
  const ink = () => (props.part >= 0.8 ? "stroke-caution-fill" : "stroke-brass-fill");
  return (
    <svg
      viewBox="0 0 16 16"
      class="size-4 flex-none -rotate-90"
      fill="none"
      stroke-width="2.5"
      aria-hidden="true"
    >
      <circle cx="8" cy="8" r="6.5" class="stroke-line-strong" />
      <circle cx="8" cy="8" r="6.5" class={ink()} stroke-dasharray={`${AROUND * props.part} ${AROUND}`} />
    </svg>
  );
}
