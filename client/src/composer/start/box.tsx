import { onMount, Show } from "solid-js";
import { AddPictures, AttachedPictures, Completions, DraftNote } from "../beside-area.tsx";
import { MessageArea } from "../message-area.tsx";
import { createStartModel, type StartOn } from "./model.ts";
import { StartOptions } from "./options.tsx";

/** The first message of a new session, written as all others are, and how it starts. */
export default function StartBox(props: { on?: StartOn | undefined; isFocused?: boolean }) {
  const model = createStartModel(() => props.on);
  const { draft, writing } = model;
  const start = () => {
    writing.close();
    model.start();
  };
  onMount(() => props.isFocused && writing.area()?.focus());
  return (
    <form
      class="@container relative rounded-xl border border-line-strong bg-sheet shadow-(--shadow) has-[textarea:focus]:outline-2 has-[textarea:focus]:-outline-offset-1 has-[textarea:focus]:outline-brass"
      onSubmit={(event) => {
        event.preventDefault();
        start();
      }}
      onDragOver={writing.dragOver}
      onDrop={writing.drop}
    >
      <AttachedPictures draft={draft} />
      <div class="relative">
        <MessageArea
          writing={writing}
          id="new-prompt"
          label="Prompt"
          placeholder={props.on?.prompt ?? "What should an agent do?"}
          rows={2}
          class="grow block max-h-[40dvh] min-h-[3.5rem] w-full bg-transparent px-4 pt-3 outline-none"
          submit={start}
        />
        <Completions writing={writing} below />
      </div>
      <DraftNote draft={draft} />
      <Show when={props.on}>
        <p class="px-4 pb-1 text-xs text-ink-3">
          {model.leaveOut().includes("task")
            ? "It is told nothing of the task."
            : "It is told of the task, with its steps and comments."}
        </p>
      </Show>
      <div class="flex items-center justify-between gap-3 px-2 pb-2">
        <AddPictures writing={writing} />
        <p class="min-w-0 flex-1 text-xs text-ink-3 pointer-coarse:invisible">
          Enter starts it, Shift+Enter makes a new line
        </p>
        <button type="submit" class="button" data-kind="main" disabled={!model.isReady()}>
          {model.isStarting() ? "Starting…" : "Start an agent"}
        </button>
      </div>
      <Show when={model.problem()}>
        <p role="alert" class="border-t border-danger-line bg-danger-soft px-4 py-2 break-words text-danger">
          No agent started: {model.problem()}
        </p>
      </Show>
      <StartOptions model={model} />
    </form>
  );
}
