import { Show } from "solid-js";
import type { WebhookInfo } from "../../../../shared/integration.ts";
import { CopyField } from "../../ui/copy-field.tsx";
import { Section } from "../../ui/section.tsx";
import { exactTime } from "../../ui/time.ts";
import type { IntegrationModel } from "./model.ts";

/** Where others send to it, and the secret that they sign with. */
export function Webhook(props: { webhook: WebhookInfo; model: IntegrationModel }) {
  const { model } = props;
  return (
    <Section title="Webhook">
      <div class="flex flex-col gap-3 py-1.5">
        <CopyField label="Webhook address" value={model.origin() + props.webhook.path} />
        <Show
          when={props.webhook.check === "standard"}
          fallback={
            <p class="max-w-[38rem] text-sm text-ink-2">
              {props.webhook.hasSecret
                ? "The integration checks what comes by the rules of its service."
                : "Its settings have no secret yet. Until they do, whatever comes is refused."}
            </p>
          }
        >
          <Secret hasSecret={props.webhook.hasSecret} model={model} />
        </Show>
      </div>
    </Section>
  );
}

function Secret(props: { hasSecret: boolean; model: IntegrationModel }) {
  const { model } = props;
  return (
    <>
      <p class="max-w-[38rem] text-sm text-ink-2">
        {props.hasSecret
          ? "What comes is signed by the rules of Standard Webhooks, with this integration's secret."
          : "Make a secret and give it to the sender, which signs by the rules of Standard Webhooks. Until then whatever comes is refused."}
      </p>
      <div>
        <button
          type="button"
          class="button"
          aria-disabled={model.deeds.busy() !== undefined}
          onClick={() => model.makeSecret()}
        >
          {props.hasSecret ? "New secret" : "Make a secret"}
        </button>
      </div>
      <Show when={model.secret()}>
        {(made) => (
          <div class="flex flex-col gap-1.5">
            <CopyField label="Webhook secret" value={made().secret} />
            <p class="text-sm text-ink-2">
              It is shown this once: copy it now.
              <Show when={made().previousUntil}>
                {(until) => <> The one before is good until {exactTime(until())}, too.</>}
              </Show>
            </p>
          </div>
        )}
      </Show>
    </>
  );
}
