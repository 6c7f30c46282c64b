import { For, Show } from "solid-js";
import type { Integration } from "../../../../shared/integration.ts";
import { isOn } from "../../actions/integrations.ts";
import { explain, isNotFound } from "../../api/errors.ts";
import { useKeys } from "../../shell/keys.ts";
import { Answered } from "../../ui/answered.tsx";
import { NoSuch } from "../../ui/no-such.tsx";
import { RepairCard } from "../../ui/repair-card.tsx";
import { Section } from "../../ui/section.tsx";
import { Actions } from "./actions.tsx";
import { Deliveries } from "./deliveries.tsx";
import { Failure } from "./failure.tsx";
import { IntegrationHeader } from "./header.tsx";
import { Health } from "./health.tsx";
import { History } from "./history.tsx";
import type { IntegrationModel } from "./model.ts";
import { Settings } from "./settings.tsx";
import { Setup } from "./setup.tsx";
import { Webhook } from "./webhook.tsx";

export function IntegrationView(props: { model: IntegrationModel }) {
  const { model } = props;
  return (
    <div class="mx-auto w-full max-w-[52rem] px-4 pt-5 pb-16 sm:px-9 md:pt-8">
      <Show when={!isNotFound(model.query.error())} fallback={<NoSuchIntegration />}>
        <Answered
          query={model.query}
          explain={explain}
          problem="The integration could not be loaded"
          rows={6}
        >
          {(integration) => <Whole integration={integration()} model={model} />}
        </Answered>
      </Show>
    </div>
  );
}

function Whole(props: { integration: Integration; model: IntegrationModel }) {
  const { model } = props;
  useKeys("Integration", [
    { keys: "e", words: "Turn it on or off", run: model.toggle },
    {
      keys: "r",
      words: "Reload it",
      when: () => isOn(props.integration),
      run: () => model.deeds.reload(model.id),
    },
  ]);
  return (
    <>
      <IntegrationHeader integration={props.integration} model={model} />
      <Show when={model.repairs().length > 0}>
        <ul aria-label="Needs you" class="mt-4 flex flex-col gap-3">
          <For each={model.repairs()}>
            {(repair) => (
              <RepairCard
                repair={repair}
                isBusy={model.deeds.busy() !== undefined}
                press={model.deeds.repair}
              />
            )}
          </For>
        </ul>
      </Show>
      {/* A repair says the same, and more. */}
      <Show when={model.repairs().length === 0 && props.integration.error}>
        {(error) => <Failure error={error()} retryAt={props.integration.retryAt} />}
      </Show>
      <Show when={props.integration.setup.length > 0}>
        <div class="mt-4">
          <Setup integration={props.integration} redirectUri={model.redirectUri()} />
        </div>
      </Show>
      <div class="mt-7 flex flex-col gap-8">
        <Health integration={props.integration} model={model} />
        <Show when={props.integration.actions.length > 0}>
          <Actions integration={props.integration} />
        </Show>
        <Show when={props.integration.webhook}>
          {(webhook) => (
            <>
              <Webhook webhook={webhook()} model={model} />
              <Deliveries model={model.deliveries} />
            </>
          )}
        </Show>
        <Section title="History">
          <History model={model} actions={props.integration.actions} />
        </Section>
        <Section title="Settings">
          <Settings model={model} />
        </Section>
      </div>
    </>
  );
}

const NoSuchIntegration = () => (
  <NoSuch title="No such integration" href="/integrations" words="All integrations">
    This Porter has none of this name, or the address is not quite right.
  </NoSuch>
);
