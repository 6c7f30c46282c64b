import { Show } from "solid-js";
import type { Integration } from "../../../../shared/integration.ts";
import { CopyField } from "../../ui/copy-field.tsx";
import { Steps } from "../../ui/steps.tsx";

/** What its owner does to set it up. Folded: it is done once. */
export function Setup(props: { integration: Integration; redirectUri: string | undefined }) {
  return (
    <details class="group/setup rounded-lg border border-line px-4 py-1.5">
      <summary class="flex min-h-9 items-center gap-2 font-medium marker:content-none pointer-coarse:min-h-11 [&::-webkit-details-marker]:hidden">
        How to set it up
        <span aria-hidden="true" class="ml-auto text-ink-3 transition-transform group-open/setup:rotate-90">
          ›
        </span>
      </summary>
      <Steps steps={props.integration.setup} class="max-w-[38rem] py-2" />
      <Show when={props.integration.canConnect && props.redirectUri}>
        {(uri) => (
          <div class="pb-2.5">
            <p class="pb-1.5 text-sm text-ink-2">The redirect address that its service has to know:</p>
            <CopyField label="Redirect address" value={uri()} />
          </div>
        )}
      </Show>
    </details>
  );
}
