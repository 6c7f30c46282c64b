import ArrowLeft from "lucide-solid/icons/arrow-left";
import RefreshCw from "lucide-solid/icons/refresh-cw";
import { A } from "@solidjs/router";
import { Show } from "solid-js";
import type { Integration } from "../../../../shared/integration.ts";
import { isOn, isUp } from "../../actions/integrations.ts";
import { AskFirst } from "../../ui/ask-first.tsx";
import { IntegrationLampWithWord } from "../../ui/integration-lamp.tsx";
import { exactTime } from "../../ui/time.ts";
import { Toggle } from "../../ui/toggle.tsx";
import type { IntegrationModel } from "./model.ts";

export function IntegrationHeader(props: { integration: Integration; model: IntegrationModel }) {
  const { deeds, id, toggle } = props.model;
  const isBusy = () => deeds.busy() !== undefined;
  return (
    <>
      <div class="flex items-center gap-2">
        <A href="/integrations" class="icon-button -ml-2" aria-label="Back to the integrations">
          <ArrowLeft size={18} aria-hidden="true" />
        </A>
        <h1 class="title min-w-0 flex-1 truncate text-xl">{props.integration.name}</h1>
        <Show when={isOn(props.integration)}>
          <button
            type="button"
            class="icon-button"
            aria-label="Reload"
            title="Reload (r)"
            aria-disabled={isBusy()}
            onClick={() => deeds.reload(id)}
          >
            <RefreshCw size={16} aria-hidden="true" />
          </button>
        </Show>
        <Toggle label={props.integration.name} isOn={isOn(props.integration)} change={toggle} />
      </div>
      <div class="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-ink-3">
        <span role="status">
          <IntegrationLampWithWord state={props.integration.state} />
        </span>
        <span aria-hidden="true">·</span>
        <span>since {exactTime(props.integration.since)}</span>
      </div>
      <p class="mt-2 text-ink-2">{props.integration.description}</p>
      {/* While it needs a sign-in, its repair has the button. */}
      <Show when={props.integration.canConnect && isUp(props.integration)}>
        <div class="mt-3 flex flex-wrap gap-2">
          <button type="button" class="button" aria-disabled={isBusy()} onClick={() => deeds.connect(id)}>
            Connect an account
          </button>
          <AskFirst
            question={`Porter forgets the sign-in of ${props.integration.name}.`}
            yes="Disconnect it"
            isDanger
            run={() => deeds.disconnect(id)}
          >
            Disconnect
          </AskFirst>
        </div>
      </Show>
    </>
  );
}
