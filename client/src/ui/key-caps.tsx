import { For } from "solid-js";

/** The keys of a shortcut, press by press: what stands on them. */
export function KeyCaps(props: { presses: readonly (readonly string[])[] }) {
  return (
    <span class="inline-flex flex-none items-center gap-1">
      <For each={props.presses}>
        {(press, index) => (
          <>
            {index() > 0 && <span class="text-xs text-ink-3">then</span>}
            <For each={press}>{(cap) => <kbd class="key-cap">{cap}</kbd>}</For>
          </>
        )}
      </For>
    </span>
  );
}
