import { For, Show } from "solid-js";
import type { PlanLimit } from "../../../shared/usage.ts";
import { limitName, limitNote, limitTone, usedOf } from "./limit-words.ts";
import { Meter } from "./meter.tsx";
import { now } from "./now.ts";

/** The limits of the Claude plan, as the agents met them last. */
export function PlanLimits(props: { limits: readonly PlanLimit[] }) {
  return (
    <ul class="flex flex-col gap-2.5">
      <For each={props.limits}>
        {(limit) => (
          <li class="text-sm">
            <div class="mb-1 flex items-baseline gap-2">
              <span class="min-w-0 flex-1">{limitName(limit.type)}</span>
              <span class="text-xs text-ink-3">{limitNote(limit, now())}</span>
            </div>
            <Show when={usedOf(limit, now()) !== undefined}>
              <Meter
                label={limitName(limit.type)}
                value={usedOf(limit, now()) ?? 0}
                words={limitNote(limit, now())}
                tone={limitTone(limit, now())}
              />
            </Show>
          </li>
        )}
      </For>
    </ul>
  );
}
