import { createMemo, For } from "solid-js";
import { DiffView } from "../diff-view.tsx";
import { visible } from "../../../../shared/visible-text.ts";
import { changesOf } from "./call.ts";

/** That a call ran otherwise than the agent had asked for, and what the difference is. */
export function ChangedNote(props: { asked: unknown; edited: unknown }) {
  const changes = createMemo(() => changesOf(props.asked, props.edited));
  return (
    <details class="text-sm">
      <summary class="flex min-h-8 cursor-pointer items-center text-ink-2 hover:text-ink pointer-coarse:min-h-11">
        <span>
          You changed this before you allowed it.{" "}
          <span class="font-medium text-brass">What the agent had asked for</span>
        </span>
      </summary>
      <div class="mt-1 flex flex-col gap-2">
        <For each={changes()} fallback={<p class="text-xs text-ink-3">The same, as it turned out.</p>}>
          {(change) => (
            <div>
              <p class="mb-1 font-mono text-xs text-ink-3">{visible(change.key)}</p>
              <DiffView
                lines={change.lines.map((line) => ({ ...line, text: visible(line.text) }))}
                label={`What you changed in ${change.key}`}
              />
            </div>
          )}
        </For>
      </div>
    </details>
  );
}
