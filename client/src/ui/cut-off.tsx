import { Show } from "solid-js";
import { formatCost } from "./money.ts";

/** A sum without what a cut-off turn cost. */
export const formatLeastCost = (usd: number): string => (usd === 0 ? "unknown" : `${formatCost(usd)}+`);

/** Says that costs beside it are too low, and why. Nothing when no turn was cut off. */
export function CutOff(props: { turns: number }) {
  return (
    <Show when={props.turns > 0}>
      <p class="mt-1.5 text-sm text-caution">
        The cost of {props.turns === 1 ? "1 cut-off turn" : `${props.turns} cut-off turns`} is unknown: the
        agent's process ended before it told. Tokens are counted as far as they came.
      </p>
    </Show>
  );
}
