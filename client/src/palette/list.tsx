import { createMemo, For, Show } from "solid-js";
import { explain } from "../api/errors.ts";
import { Keyed } from "../ui/keyed.tsx";
import type { PaletteModel } from "./model.ts";
import { Line } from "./line.tsx";

export function PaletteList(props: {
  ref: (element: HTMLDivElement) => void;
  id: string;
  optionId: (itemId: string) => string;
  model: PaletteModel;
}) {
  const { model } = props;
  const found = createMemo(() => model.items().filter(({ source }) => source !== "typed").length);
  const isEmpty = () => found() === 0 && model.typed() !== "" && !model.search.isBehind();
  return (
    <div
      ref={props.ref}
      class="min-h-0 flex-1 scroll-py-2 overflow-y-auto overscroll-contain p-2"
      // The focus stays in the field.
      onMouseDown={(event) => event.preventDefault()}
    >
      <p role="status" class="sr-only">
        {isEmpty() ? "Nothing found" : `${found()} found`}
      </p>
      <Show when={model.search.corrected().length > 0}>
        <p class="px-3 py-1.5 text-sm text-ink-2">
          <For each={model.search.corrected()}>
            {(word) => (
              <span class="mr-3">
                Nothing has “{word.typed}”; this is for <strong>{word.meant}</strong>.
              </span>
            )}
          </For>
        </p>
      </Show>
      <Show when={model.search.error()}>
        {(error) => (
          <p role="alert" class="mx-1 mb-1 rounded-md bg-danger-soft px-3 py-2 text-sm text-danger">
            Not searched: {explain(error())}
          </p>
        )}
      </Show>
      <Show when={isEmpty() && !model.search.error()}>
        <p class="px-3 py-2 text-ink-2">
          No task, session, message or notification has “{model.typed()}”. Shorter words find more.
        </p>
      </Show>
      <div id={props.id} role="listbox" aria-label="Found">
        <Keyed each={model.sections()} by={(section) => section.title}>
          {(section) => (
            <div role="group" aria-label={section().title} class="pb-1.5">
              <div class="sign px-3 pt-2 pb-1 text-ink-3" aria-hidden="true">
                {section().title}
              </div>
              <Keyed each={section().items} by={(item) => item.id}>
                {(item) => (
                  <Line
                    id={props.optionId(item().id)}
                    item={item()}
                    isSelected={model.selected()?.id === item().id}
                    onPoint={() => model.select(item())}
                    onChoose={() => model.run(item())}
                  />
                )}
              </Keyed>
            </div>
          )}
        </Keyed>
      </div>
    </div>
  );
}
