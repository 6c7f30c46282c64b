import { createSignal, createUniqueId, Show, type Accessor, type JSX } from "solid-js";

/**
 * A line and Enter; the field empties at once, keeps the focus, and gives the words back when `add` says that nothing
 * came of them.
 */
export function LineForm(props: {
  icon: JSX.Element;
  label: string;
  placeholder: string;
  maxLength: number;
  /** What is added: "task". */
  noun: string;
  add: (line: string) => Promise<boolean>;
  /** What is understood of the line while it is typed: of one with at least one letter in it. */
  hint: (text: Accessor<string>) => JSX.Element;
  /** For the key that focuses it from anywhere. */
  id?: string | undefined;
  class?: string | undefined;
}) {
  const [text, setText] = createSignal("");
  const help = createUniqueId();
  const submit = async () => {
    const line = text().trim();
    if (line === "") return;
    setText("");
    if (!(await props.add(line)) && text() === "") setText(line);
  };
  return (
    <form
      class={`rounded-lg border border-line-strong bg-sheet focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-brass ${props.class ?? ""}`}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div class="flex items-center gap-1 pl-3">
        <span class="flex-none text-ink-3" aria-hidden="true">
          {props.icon}
        </span>
        <input
          id={props.id}
          type="text"
          aria-label={props.label}
          aria-describedby={help}
          placeholder={props.placeholder}
          autocomplete="off"
          maxLength={props.maxLength}
          enterkeyhint="done"
          class="h-10 min-w-0 flex-1 bg-transparent px-2 outline-none pointer-coarse:h-11"
          value={text()}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            event.currentTarget.blur();
          }}
        />
        <button
          type="submit"
          class="button mr-1 pointer-coarse:mr-0"
          data-kind="quiet"
          disabled={text().trim() === ""}
        >
          Add<span class="sr-only"> {props.noun}</span>
        </button>
      </div>
      <div id={help} aria-live="polite">
        <Show when={text().trim() !== ""}>{props.hint(text)}</Show>
      </div>
    </form>
  );
}
