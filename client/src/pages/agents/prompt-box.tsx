import { Show } from "solid-js";
import { AddPictures, AttachedPictures, Completions, DraftNote } from "../../composer/beside-area.tsx";
import { MessageArea } from "../../composer/message-area.tsx";
import type { StartModel } from "./start-model.ts";
import { StartOptions } from "./start-options.tsx";

/** The first message of a new session, written as all others are. */
export function PromptBox(props: { model: StartModel }) {
  const { draft, writing } = props.model;
  const start = () => {
    writing.close();
    props.model.start();
  };
  return (
    <form
      class="relative mt-4 rounded-xl border border-line-strong bg-sheet shadow-(--shadow) has-[textarea:focus]:outline-2 has-[textarea:focus]:-outline-offset-1 has-[textarea:focus]:outline-brass"
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
          placeholder="What should an agent do?"
          rows={2}
          class="grow block max-h-[40dvh] min-h-[3.5rem] w-full bg-transparent px-4 pt-3 outline-none"
          submit={start}
        />
        <Completions writing={writing} below />
      </div>
      <DraftNote draft={draft} />
      <div class="flex items-center justify-between gap-3 px-2 pb-2">
        <AddPictures writing={writing} />
        <p class="min-w-0 flex-1 text-xs text-ink-3 pointer-coarse:invisible">
          Enter starts it, Shift+Enter makes a new line
        </p>
        <button type="submit" class="button" data-kind="main" disabled={!props.model.isReady()}>
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
