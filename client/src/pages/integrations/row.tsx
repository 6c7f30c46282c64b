import { A } from "@solidjs/router";
import { Show } from "solid-js";
import type { Integration } from "../../../../shared/integration.ts";
import { isOn, isUp } from "../../actions/integrations.ts";
import { IntegrationLampWithWord } from "../../ui/integration-lamp.tsx";
import { now } from "../../ui/now.ts";
import { tickWords } from "../../ui/tick-words.ts";
import { timeUntil } from "../../ui/time.ts";
import { Toggle } from "../../ui/toggle.tsx";
import { WithCode } from "../../ui/with-code.tsx";
import type { IntegrationsModel } from "./model.ts";

/** One integration: what it is, how it is, and when it looks again. */
export function IntegrationRow(props: { item: Integration; model: IntegrationsModel }) {
  const { model } = props;
  return (
    <li
      data-id={props.item.id}
      class="relative flex items-start gap-3 border-line px-3 py-3 not-first:border-t hover:bg-hover focus-within:bg-hover"
      onFocusIn={() => model.setCurrentId(props.item.id)}
    >
      <div class="min-w-0 flex-1">
        <p class="flex flex-wrap items-center gap-x-3 gap-y-0.5">
          <A href={`/integrations/${props.item.id}`} class="font-semibold after:absolute after:inset-0">
            {props.item.name}
          </A>
          <IntegrationLampWithWord state={props.item.state} />
        </p>
        <p class="mt-0.5 text-sm text-ink-2">{props.item.description}</p>
        {/* A repair says the same, and more. */}
        <Show when={!model.hasRepair(props.item.id) && props.item.error}>
          {(error) => (
            <p class="mt-1 line-clamp-3 text-sm break-words text-danger">
              <WithCode text={error().message} />
            </p>
          )}
        </Show>
        <p class="mt-1 text-xs text-ink-3 empty:hidden first-letter:uppercase">
          <Show
            when={props.item.retryAt}
            fallback={
              <Show when={isUp(props.item) && props.item.ticks}>{(ticks) => tickWords(ticks(), now())}</Show>
            }
          >
            {(at) => <>next try {timeUntil(at(), now())}</>}
          </Show>
        </p>
      </div>
      <div class="relative z-10 flex-none self-center">
        <Toggle label={props.item.name} isOn={isOn(props.item)} change={() => model.toggle(props.item)} />
      </div>
    </li>
  );
}
