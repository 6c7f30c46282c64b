import { For, Show } from "solid-js";
import { explain } from "../../api/errors.ts";
import { Keyed } from "../../ui/keyed.tsx";
import { PagedRows } from "../../ui/paged-rows.tsx";
import { Section } from "../../ui/section.tsx";
import type { DeliveriesModel } from "./deliveries-model.ts";
import { DeliveryRow } from "./delivery-row.tsx";
import { deliveryLooks, deliveryStates } from "./delivery-words.ts";

/** What came over the webhook, newest first. */
export function Deliveries(props: { model: DeliveriesModel }) {
  const { model } = props;
  return (
    <Section title="Deliveries">
      <div role="group" aria-label="State" class="flex flex-wrap gap-2 py-1.5">
        <For each={deliveryStates}>
          {(state) => (
            <button
              type="button"
              class="chip"
              aria-pressed={model.state() === state}
              onClick={() => model.setState(model.state() === state ? undefined : state)}
            >
              <span
                class={`lamp ${deliveryLooks[state].ink}`}
                data-aspect={deliveryLooks[state].aspect}
                aria-hidden="true"
              />
              {deliveryLooks[state].word}
            </button>
          )}
        </For>
      </div>
      <PagedRows
        query={model.query}
        isEmpty={model.items().length === 0}
        problem="The deliveries could not be loaded"
        explain={explain}
        empty={
          <Show
            when={model.state() !== undefined}
            fallback={
              <p class="py-1.5 text-ink-3">
                Nothing has come yet. What is sent to the address above and passes its check stands here.
              </p>
            }
          >
            <p class="py-1.5 text-ink-3">
              No delivery is in this state.{" "}
              <button
                type="button"
                class="font-medium text-brass hover:underline pointer-coarse:min-h-11"
                onClick={() => model.setState(undefined)}
              >
                Show all
              </button>
            </p>
          </Show>
        }
      >
        <ul>
          <Keyed each={model.items()} by={(delivery) => delivery.id}>
            {(delivery) => <DeliveryRow delivery={delivery()} model={model} />}
          </Keyed>
        </ul>
      </PagedRows>
    </Section>
  );
}
