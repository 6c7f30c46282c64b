import { For, Show } from "solid-js";
import type { ToolField } from "../../../shared/tool-words.ts";

export function Fields(props: { fields: readonly ToolField[] }) {
  return (
    <dl class="flex flex-col gap-2">
      <For each={props.fields}>
        {(field) => (
          <div class={field.kind === "line" ? "flex gap-3" : ""}>
            <dt class="flex-none text-xs leading-5 text-ink-3 first-letter:uppercase">{field.label}</dt>
            <dd class="min-w-0 flex-1">
              <Show
                when={field.kind === "code"}
                fallback={<span class="font-mono text-xs leading-5 break-words">{field.value}</span>}
              >
                <pre
                  tabindex="0"
                  class="max-h-72 overflow-auto rounded-md border border-line bg-sunk px-3 py-2 font-mono text-xs leading-5 break-words whitespace-pre-wrap"
                >
                  {field.value}
                </pre>
              </Show>
            </dd>
          </div>
        )}
      </For>
    </dl>
  );
}
