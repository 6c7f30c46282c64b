import { createSignal, Show } from "solid-js";
import { growWith } from "../../ui/grow.ts";

/** A comment that is being written: a new one, or one that stands there already. */
export function CommentForm(props: {
  words: string;
  initial?: string;
  submit: (text: string) => Promise<boolean>;
  cancel?: () => void;
  class?: string;
}) {
  // The person's own from here on.
  // eslint-disable-next-line solid/reactivity
  const [text, setText] = createSignal(props.initial ?? "");
  const [area, setArea] = createSignal<HTMLTextAreaElement>();
  growWith(area, text);
  const submit = async () => {
    const wanted = text().trim();
    if (wanted === "") return;
    setText("");
    if (!(await props.submit(wanted)) && text() === "") setText(wanted);
  };
  return (
    <form
      class={props.class}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <textarea
        ref={setArea}
        rows={1}
        aria-label={props.initial === undefined ? "New comment" : "Comment"}
        placeholder="Say something about it"
        class="grow field min-h-10 leading-relaxed pointer-coarse:min-h-11"
        value={text()}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void submit();
          if (event.key !== "Escape") return;
          event.stopPropagation();
          if (props.cancel) props.cancel();
          else event.currentTarget.blur();
        }}
      />
      <Show when={text().trim() !== "" || props.cancel}>
        <div class="mt-1.5 flex items-center justify-end gap-2">
          <span class="mr-auto text-xs text-ink-3 max-sm:hidden">Markdown · Ctrl+Enter sends it</span>
          <Show when={props.cancel}>
            <button type="button" class="button" data-kind="quiet" onClick={() => props.cancel?.()}>
              Cancel
            </button>
          </Show>
          <button type="submit" class="button" data-kind="main" disabled={text().trim() === ""}>
            {props.words}
          </button>
        </div>
      </Show>
    </form>
  );
}
