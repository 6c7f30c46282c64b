import { createEffect, For, onCleanup, Show } from "solid-js";
import { complete } from "./complete.ts";
import { createCompletion } from "./completion.ts";
import type { CompletionQuery } from "./completion-query.ts";
import type { Writing } from "./writing.ts";

const LIST_ID = "completions";
export const optionId = (index: number) => `${LIST_ID}-${index}`;

/**
 * Commands or files for what is being typed, above the composer. The focus stays in the field, whose keys it takes
 * while there is something to choose.
 */
export default function CompletionList(props: {
  writing: Writing;
  query: CompletionQuery;
  field: HTMLTextAreaElement;
  below?: boolean | undefined;
}) {
  const list = createCompletion(
    () => props.writing.source(),
    () => props.query,
  );
  let box: HTMLUListElement | undefined;

  const choose = (chosen: string) =>
    props.writing.put(complete(props.field.value, props.field.selectionStart, props.query, chosen));
  const chooseMarked = () => {
    const choice = list.choices()[list.marked()];
    if (choice) choose(choice.value);
  };
  const keys: Record<string, () => void> = {
    ArrowDown: () => list.move(1),
    ArrowUp: () => list.move(-1),
    Enter: chooseMarked,
    Tab: chooseMarked,
    Escape: () => props.writing.close(),
  };
  const onKey = (event: KeyboardEvent) => {
    const run = keys[event.key];
    if (!run || event.isComposing || event.shiftKey || list.choices().length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  };
  createEffect(() => {
    const { field } = props;
    field.addEventListener("keydown", onKey, { capture: true });
    onCleanup(() => {
      field.removeEventListener("keydown", onKey, { capture: true });
      field.removeAttribute("aria-controls");
      field.removeAttribute("aria-activedescendant");
    });
  });
  createEffect(() => {
    const { field } = props;
    if (list.choices().length === 0) {
      field.removeAttribute("aria-controls");
      field.removeAttribute("aria-activedescendant");
      return;
    }
    field.setAttribute("aria-controls", LIST_ID);
    field.setAttribute("aria-activedescendant", optionId(list.marked()));
    box?.children[list.marked()]?.scrollIntoView({ block: "nearest" });
  });

  return (
    <Show when={list.choices().length > 0}>
      <ul
        ref={(element) => (box = element)}
        id={LIST_ID}
        role="listbox"
        aria-label={props.query.kind === "command" ? "Commands" : "Files"}
        class={`absolute inset-x-3 z-20 ${props.below ? "top-full mt-0.5" : "bottom-full mb-1.5"} max-h-[min(18rem,40dvh)] overflow-y-auto rounded-xl border border-line bg-sheet p-1 shadow-(--shadow-lift) sm:inset-x-4`}
      >
        <For each={list.choices()}>
          {(choice, index) => (
            <li
              id={optionId(index())}
              role="option"
              aria-selected={list.marked() === index()}
              class="palette-line"
              onPointerDown={(event) => event.preventDefault()}
              onPointerMove={() => list.setMarked(index())}
              onClick={() => choose(choice.value)}
            >
              <span class="max-w-full flex-none truncate font-mono text-xs">{choice.label}</span>
              <span class="min-w-0 flex-1 truncate text-xs text-ink-3">{choice.detail}</span>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}
