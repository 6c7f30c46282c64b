import { createSignal, Show } from "solid-js";
import { growWith } from "../../ui/grow.ts";
import type { StartModel } from "./start-model.ts";
import { StartOptions } from "./start-options.tsx";

export function PromptBox(props: { model: StartModel }) {
  const [area, setArea] = createSignal<HTMLTextAreaElement>();
  growWith(area, () => props.model.prompt());
  return (
    <form
      class="mt-4 rounded-xl border border-line-strong bg-sheet shadow-(--shadow) has-[textarea:focus]:outline-2 has-[textarea:focus]:-outline-offset-1 has-[textarea:focus]:outline-brass"
      onSubmit={(event) => {
        event.preventDefault();
        props.model.start();
      }}
    >
      <textarea
        ref={setArea}
        rows={2}
        id="new-prompt"
        aria-label="Prompt"
        placeholder="What should an agent do?"
        class="grow block max-h-[40dvh] min-h-[3.5rem] w-full bg-transparent px-4 pt-3 outline-none"
        value={props.model.prompt()}
        onInput={(event) => props.model.setPrompt(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          props.model.start();
        }}
      />
      <div class="flex items-center justify-between gap-3 px-2 pb-2 pl-4">
        <p class="text-xs text-ink-3 max-sm:invisible">Enter starts it, Shift+Enter makes a new line</p>
        <button
          type="submit"
          class="button"
          data-kind="main"
          disabled={props.model.isStarting() || props.model.prompt().trim() === ""}
        >
          {props.model.isStarting() ? "Starting…" : "Start an agent"}
        </button>
      </div>
      <Show when={props.model.problem()}>
        <p role="alert" class="border-t border-danger-line bg-danger-soft px-4 py-2 break-words text-danger">
          No agent started: {props.model.problem()}
        </p>
      </Show>
      <StartOptions model={props.model} />
    </form>
  );
}
