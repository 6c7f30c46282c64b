import X from "lucide-solid/icons/x";
import { createSignal, For } from "solid-js";
import { parseTags } from "./tags.ts";

/** Tags as chips; Enter, a comma or leaving the field adds what is typed, Backspace in an empty field takes the last. */
export function TagsField(props: { tags: readonly string[]; change: (tags: string[]) => void }) {
  const [text, setText] = createSignal("");
  const add = () => {
    const next = [...new Set([...props.tags, ...parseTags(text())])];
    setText("");
    if (next.length !== props.tags.length) props.change(next);
  };
  return (
    <div class="field flex flex-wrap items-center gap-1 !py-1 focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-brass">
      <For each={props.tags}>
        {(tag) => (
          <span class="flex items-center rounded-full border border-line bg-paper pl-2 text-xs leading-5">
            {tag}
            <button
              type="button"
              class="grid size-6 place-items-center rounded-full text-ink-3 hover:text-ink pointer-coarse:relative pointer-coarse:after:absolute pointer-coarse:after:-inset-2.5"
              aria-label={`Remove the tag ${tag}`}
              onClick={() => props.change(props.tags.filter((other) => other !== tag))}
            >
              <X size={12} aria-hidden="true" />
            </button>
          </span>
        )}
      </For>
      <input
        id="tags"
        type="text"
        class="min-w-[5rem] flex-1 bg-transparent py-0.5 outline-none pointer-coarse:min-h-9"
        placeholder={props.tags.length === 0 ? "Add a tag" : ""}
        autocomplete="off"
        value={text()}
        onInput={(event) => {
          setText(event.currentTarget.value);
          if (/[\s,]$/.test(text())) add();
        }}
        onBlur={add}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            event.preventDefault();
            add();
          } else if (event.key === "Backspace" && text() === "" && props.tags.length > 0) {
            props.change(props.tags.slice(0, -1));
          }
        }}
      />
    </div>
  );
}
