import { For, Show } from "solid-js";
import type { Attendee } from "../../../../shared/calendar.ts";

const responses: Record<Attendee["response"], string> = {
  accepted: "comes",
  declined: "does not come",
  tentative: "may come",
  needs_action: "has not answered",
};
/** Beyond them only their number is told. */
const SHOWN = 30;

export function Attendees(props: { attendees: readonly Attendee[] }) {
  return (
    <Show when={props.attendees.length > 0}>
      <section aria-label="People">
        <h3 class="sign text-ink-2">
          People <span class="text-ink-3">{props.attendees.length}</span>
        </h3>
        <ul class="mt-1">
          <For each={props.attendees.slice(0, SHOWN)}>
            {({ name, email, response }) => (
              <li class="flex min-h-8 items-center gap-2">
                <span class="min-w-0 flex-1 truncate" title={email}>
                  {name || email}
                </span>
                <span class="flex-none text-xs text-ink-3">{responses[response]}</span>
              </li>
            )}
          </For>
        </ul>
        <Show when={props.attendees.length > SHOWN}>
          <p class="text-sm text-ink-3">and {props.attendees.length - SHOWN} more</p>
        </Show>
      </section>
    </Show>
  );
}
