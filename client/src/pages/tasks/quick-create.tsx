import Plus from "lucide-solid/icons/plus";
import { createSignal } from "solid-js";

/** A title and Enter; the field empties at once, keeps the focus, and gives the words back when saving failed. */
export function QuickCreate(props: { create: (title: string) => Promise<boolean> }) {
  const [title, setTitle] = createSignal("");
  const submit = async () => {
    const wanted = title().trim();
    if (wanted === "") return;
    setTitle("");
    if (!(await props.create(wanted)) && title() === "") setTitle(wanted);
  };
  return (
    <form
      class="mt-4 flex items-center gap-1 rounded-lg border border-line-strong bg-sheet pl-3 shadow-(--shadow) focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-brass"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Plus size={16} class="flex-none text-ink-3" aria-hidden="true" />
      <input
        id="new-task"
        type="text"
        aria-label="New task"
        placeholder="What needs doing?"
        autocomplete="off"
        maxLength={500}
        enterkeyhint="done"
        class="h-11 min-w-0 flex-1 bg-transparent px-2 outline-none"
        value={title()}
        onInput={(event) => setTitle(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      <button
        type="submit"
        class="button mr-1.5 pointer-coarse:mr-0.5"
        data-kind="quiet"
        disabled={title().trim() === ""}
      >
        Add task
      </button>
    </form>
  );
}
