import { createSignal, createUniqueId, For } from "solid-js";
import type { Scope } from "../../../../shared/permission-scope.ts";
import { visible } from "../../../../shared/visible-text.ts";
import { focusNow, onEscape } from "./escape.ts";

/** How far an "always" reaches; the narrowest is chosen. */
export function ScopeForm(props: {
  scopes: readonly Scope[];
  allow: (rule: string) => void;
  close: () => void;
}) {
  const name = createUniqueId();
  const [chosen, setChosen] = createSignal<string>();
  const rule = () => chosen() ?? props.scopes[0]?.rule ?? "";
  return (
    <form
      class="px-4 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        props.allow(rule());
      }}
      onKeyDown={onEscape(props.close)}
    >
      <fieldset>
        <legend class="text-sm font-medium">Allow for the rest of this session</legend>
        <div class="mt-1.5 flex flex-col gap-1">
          <For each={props.scopes}>
            {(scope, index) => (
              <label class="flex min-h-9 cursor-pointer items-start gap-3 rounded-lg border border-line bg-sheet px-3 py-2 hover:border-line-strong has-checked:border-brass pointer-coarse:min-h-11">
                <input
                  type="radio"
                  name={name}
                  class="mt-0.5 size-4 flex-none accent-brass"
                  checked={rule() === scope.rule}
                  ref={(field) => index() === 0 && focusNow(field)}
                  onChange={() => setChosen(scope.rule)}
                />
                <span class="min-w-0">
                  <span class="block font-medium break-words">{visible(scope.words)}</span>
                  <span class="line-clamp-2 font-mono text-xs break-all text-ink-2">
                    {visible(scope.rule)}
                  </span>
                </span>
              </label>
            )}
          </For>
        </div>
      </fieldset>
      <div class="mt-3 flex flex-wrap gap-2">
        <button type="submit" class="button" data-kind="main">
          Allow always
        </button>
        <button type="button" class="button" data-kind="quiet" onClick={() => props.close()}>
          Back
        </button>
      </div>
    </form>
  );
}
