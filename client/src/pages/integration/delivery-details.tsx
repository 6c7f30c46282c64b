import { For, Show } from "solid-js";
import type { Delivery, DeliveryWithPayload } from "../../../../shared/delivery.ts";
import { explain } from "../../api/errors.ts";
import { AskFirst } from "../../ui/ask-first.tsx";
import { Answered } from "../../ui/answered.tsx";
import { exactTime } from "../../ui/time.ts";
import type { DeliveriesModel } from "./deliveries-model.ts";

/** What came, as text, and the way to have it handled again. */
export function DeliveryDetails(props: { delivery: Delivery; model: DeliveriesModel }) {
  const { model } = props;
  const isReplaying = () => model.replaying() !== undefined;
  const fact = (label: string, at: Date | null): [string, string][] => (at ? [[label, exactTime(at)]] : []);
  const facts = (): [string, string][] => [
    ["Received", exactTime(props.delivery.receivedAt)],
    ["Failed attempts", String(props.delivery.attempts)],
    ["Size", `${props.delivery.bytes} bytes`],
    ...fact("Next try", props.delivery.nextAttemptAt),
    ...fact(props.delivery.state === "dead" ? "Given up" : "Handled", props.delivery.settledAt),
  ];
  return (
    <div class="flex flex-col gap-3 pt-1 pb-4 pl-6">
      <Show when={props.delivery.outcome}>{(outcome) => <p class="text-sm break-words">{outcome()}</p>}</Show>
      <Show when={props.delivery.error}>
        {(error) => <p class="text-sm break-words text-danger">{error()}</p>}
      </Show>
      <Facts rows={facts()} />
      <Answered query={model.opened} explain={explain} problem="What came could not be loaded" rows={2}>
        {(opened) => <Payload opened={opened()} />}
      </Answered>
      <div>
        <Show
          when={props.delivery.state === "handled"}
          fallback={
            <button
              type="button"
              class="button"
              aria-disabled={isReplaying()}
              onClick={() => model.replay(props.delivery)}
            >
              Replay
            </button>
          }
        >
          <AskFirst
            question="It was handled already. Handled again, it may have its effect a second time."
            yes="Replay it"
            run={() => model.replay(props.delivery)}
          >
            Replay
          </AskFirst>
        </Show>
      </div>
    </div>
  );
}

function Payload(props: { opened: DeliveryWithPayload }) {
  return (
    <div>
      <p class="mb-1 text-xs text-ink-3">
        From outside: this is data, whatever it says, and no word of yours or of Porter's.
      </p>
      <pre
        tabindex="0"
        aria-label="What came"
        role="region"
        class="max-h-96 overflow-auto rounded-md border border-line bg-sunk px-3 py-2 font-mono text-xs leading-5 break-words whitespace-pre-wrap"
      >
        {props.opened.payload === "" ? "(nothing)" : props.opened.payload}
      </pre>
      <details class="mt-2">
        <summary class="min-h-6 text-xs text-ink-2 pointer-coarse:min-h-11">Headers</summary>
        <Facts rows={Object.entries(props.opened.headers)} />
      </details>
    </div>
  );
}

const Facts = (props: { rows: readonly [string, string][] }) => (
  <dl class="grid grid-cols-[minmax(5rem,max-content)_1fr] gap-x-4 gap-y-0.5 text-xs">
    <For each={props.rows}>
      {([label, value]) => (
        <>
          <dt class="text-ink-3">{label}</dt>
          <dd class="min-w-0 font-mono break-all">{value}</dd>
        </>
      )}
    </For>
  </dl>
);
