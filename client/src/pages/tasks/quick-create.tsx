import Plus from "lucide-solid/icons/plus";
import { createSignal, createUniqueId, lazy, Show, Suspense } from "solid-js";

// It has to ask the server anyway.
const QuickPreview = lazy(() => import("./quick-preview.tsx"));

/** A line and Enter; the field empties at once, keeps the focus, and gives the words back when saving failed. */
export function QuickCreate(props: {
  create: (text: string) => Promise<boolean>;
  label: string;
  placeholder: string;
  /** For the key that focuses it from anywhere. */
  id?: string;
  class?: string;
}) {
  const [text, setText] = createSignal("");
  const help = createUniqueId();
  const submit = async () => {
    const wanted = text().trim();
    if (wanted === "") return;
    setText("");
    if (!(await props.create(wanted)) && text() === "") setText(wanted);
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
        <Plus size={16} class="flex-none text-ink-3" aria-hidden="true" />
        <input
          id={props.id}
          type="text"
          aria-label={props.label}
          aria-describedby={help}
          placeholder={props.placeholder}
          autocomplete="off"
          maxLength={1000}
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
          Add<span class="sr-only"> task</span>
        </button>
      </div>
      <div id={help} aria-live="polite">
        <Show when={text().trim() !== ""}>
          <Suspense>
            <QuickPreview text={text()} />
          </Suspense>
        </Show>
      </div>
    </form>
  );
}
