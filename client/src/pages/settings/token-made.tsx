import { For } from "solid-js";
import type { CreatedToken } from "../../../../shared/token.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import { CopyField } from "../../ui/copy-field.tsx";
import { setUpsOf } from "./token-words.ts";

/** The secret of a new token, this once, and where it goes. */
export function TokenMade(props: { made: CreatedToken; close: () => void }) {
  return (
    <>
      <p role="status" class="mb-3 max-w-[34rem]">
        <span class="font-semibold">“{props.made.name}” is made.</span> Copy its token now: Porter keeps none,
        so nobody can show it again.
      </p>
      <CopyField label="Token" value={props.made.token} />
      <For each={setUpsOf(location.origin, props.made.token)}>
        {({ name, help, text }) => (
          <section aria-label={name} class="mt-5">
            <div class="flex items-center justify-between gap-3">
              <h3 class="sign text-ink-2">{name}</h3>
              <CopyButton
                label={`Copy the line for ${name}`}
                text={() => text}
                class="pointer-coarse:size-11"
              />
            </div>
            <pre
              tabindex="0"
              aria-label={`For ${name}`}
              class="max-h-40 overflow-auto rounded-md border border-line bg-sunk px-3 py-2 font-mono text-xs leading-5"
            >
              {text}
            </pre>
            <p class="mt-1 text-xs text-ink-3">{help}</p>
          </section>
        )}
      </For>
      <div class="mt-5 flex justify-end">
        <button type="button" class="button" data-kind="main" onClick={() => props.close()}>
          Done
        </button>
      </div>
    </>
  );
}
