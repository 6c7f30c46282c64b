import { For, Show } from "solid-js";
import { explain } from "../../api/errors.ts";
import { exactTime } from "../../ui/time.ts";
import { WithCode } from "../../ui/with-code.tsx";
import { Answered } from "../../ui/answered.tsx";
import type { SettingsModel } from "./model.ts";

/** Which Porter this is, and how it is. */
export function About(props: { model: SettingsModel }) {
  const { system } = props.model;
  return (
    <Answered query={system} explain={explain} problem="Porter does not say how it is" rows={2}>
      {(status) => (
        <div class="py-2">
          <p>
            Porter <span class="font-medium">{status().version}</span>
            <span class="text-ink-3">, running since {exactTime(status().startedAt)}</span>
          </p>
          <Show
            when={status().warnings.length > 0}
            fallback={
              <p class="mt-1.5 flex items-center gap-2.5 text-ink-2">
                <span class="lamp ml-1 text-clear" data-aspect="done" aria-hidden="true" />
                All parts work.
              </p>
            }
          >
            <ul class="mt-2 flex flex-col gap-2">
              <For each={status().warnings}>
                {(warning) => (
                  <li class="flex gap-3">
                    <span class="lamp mt-1.5 ml-1 text-caution" data-aspect="caution" aria-hidden="true" />
                    <p class="min-w-0 text-ink-2">
                      <span class="font-semibold text-ink">{warning.subject}</span>{" "}
                      <WithCode text={warning.message} />
                    </p>
                  </li>
                )}
              </For>
            </ul>
          </Show>
        </div>
      )}
    </Answered>
  );
}
