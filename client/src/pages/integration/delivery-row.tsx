import ChevronRight from "lucide-solid/icons/chevron-right";
import { Show } from "solid-js";
import type { Delivery } from "../../../../shared/delivery.ts";
import { Ago } from "../../ui/ago.tsx";
import { now } from "../../ui/now.ts";
import { timeUntil } from "../../ui/time.ts";
import type { DeliveriesModel } from "./deliveries-model.ts";
import { DeliveryDetails } from "./delivery-details.tsx";
import { deliveryLooks } from "./delivery-words.ts";

/** One received webhook: how it stands, and what it did. */
export function DeliveryRow(props: { delivery: Delivery; model: DeliveriesModel }) {
  const { model } = props;
  const look = () => deliveryLooks[props.delivery.state];
  const isOpen = () => model.openId() === props.delivery.id;
  const note = () => {
    const { state, outcome, error, nextAttemptAt } = props.delivery;
    if (state === "handled") return outcome ?? "";
    const again = nextAttemptAt && error !== null ? ` Next try ${timeUntil(nextAttemptAt, now())}.` : "";
    return (error ?? "") + again;
  };
  return (
    <li class="border-line not-first:border-t">
      <button
        type="button"
        class="flex min-h-10 w-full items-center gap-2 rounded-md py-1.5 text-left hover:bg-hover pointer-coarse:min-h-11"
        aria-expanded={isOpen()}
        onClick={() => model.open(isOpen() ? undefined : props.delivery.id)}
      >
        <ChevronRight
          size={14}
          class={`flex-none text-ink-3 transition-transform ${isOpen() ? "rotate-90" : ""}`}
          aria-hidden="true"
        />
        <span class="min-w-0 flex-1">
          <span class="flex items-center gap-2">
            <span class={`lamp ml-0.5 ${look().ink}`} data-aspect={look().aspect} aria-hidden="true" />
            <span class={`flex-none text-sm font-medium ${look().ink}`}>{look().word}</span>
            <span class="min-w-0 flex-1 truncate font-mono text-xs text-ink-3">
              {props.delivery.webhookId}
            </span>
          </span>
          <Show when={!isOpen() && note()}>
            {(text) => <span class="block truncate text-sm text-ink-2">{text()}</span>}
          </Show>
        </span>
        <Ago at={props.delivery.receivedAt} class="flex-none text-xs text-ink-3" />
      </button>
      <Show when={isOpen()}>
        <DeliveryDetails delivery={props.delivery} model={model} />
      </Show>
    </li>
  );
}
