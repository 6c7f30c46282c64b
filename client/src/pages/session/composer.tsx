import ArrowUp from "lucide-solid/icons/arrow-up";
import Square from "lucide-solid/icons/square";
import { createSignal, Show } from "solid-js";
import { growWith } from "../../ui/grow.ts";
import type { SessionModel } from "./model.ts";

/** A touch keyboard has no Shift+Enter: there Enter makes a new line and the button sends. */
const enterSends = () => !matchMedia("(pointer: coarse)").matches;

export function Composer(props: { model: SessionModel; sent: () => void }) {
  const [area, setArea] = createSignal<HTMLTextAreaElement>();
  growWith(area, () => props.model.draft());
  const submit = () => {
    props.model.submit();
    props.sent();
    area()?.focus();
  };
  return (
    <form
      class="mx-auto w-full max-w-[46rem] px-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-4 md:pb-5"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div class="flex items-end gap-1 rounded-2xl border border-line-strong bg-sheet p-1.5 shadow-(--shadow) focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-brass">
        <textarea
          ref={setArea}
          rows={1}
          aria-label="Message"
          placeholder={props.model.isBusy() ? "Queue a follow-up" : "Follow up"}
          class="grow max-h-[40dvh] min-w-0 flex-1 bg-transparent px-3 py-2 leading-6 outline-none"
          value={props.model.draft()}
          onInput={(event) => props.model.changeDraft(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && !event.shiftKey && !event.isComposing && enterSends()) {
              event.preventDefault();
              submit();
            }
          }}
        />
        <Show when={props.model.isBusy()}>
          <button
            type="button"
            class="button !min-h-10 !rounded-xl"
            disabled={props.model.isStopping()}
            title="Stop (Esc)"
            onClick={() => props.model.interrupt()}
          >
            <Square size={12} fill="currentColor" aria-hidden="true" />
            {props.model.isStopping() ? "Stopping…" : "Stop"}
          </button>
        </Show>
        <button
          type="submit"
          class="button !size-10 !min-h-10 !rounded-xl !px-0 pointer-coarse:!size-11"
          data-kind="main"
          aria-label="Send"
          title="Send (Enter)"
          disabled={props.model.draft().trim() === ""}
        >
          <ArrowUp size={18} aria-hidden="true" />
        </button>
      </div>
    </form>
  );
}
