import ArrowUp from "lucide-solid/icons/arrow-up";
import Square from "lucide-solid/icons/square";
import { lazy, Show, Suspense } from "solid-js";
import type { Session } from "../../../../shared/session.ts";
import { AddPictures, AttachedPictures, Completions, DraftNote } from "../../composer/beside-area.tsx";
import { MessageArea } from "../../composer/message-area.tsx";
import type { SessionModel } from "./model.ts";

const QueueList = lazy(() => import("./queue-list.tsx"));
const Switches = lazy(() => import("./switches.tsx"));

export function Composer(props: { model: SessionModel; session: Session; sent: () => void }) {
  const { composer } = props.model;
  const { draft, writing } = composer;
  const focus = () => writing.area()?.focus();
  const submit = () => {
    writing.close();
    composer.submit();
    props.sent();
    focus();
  };

  return (
    <form
      class="relative mx-auto w-full max-w-[46rem] px-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-4 md:pb-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onDragOver={writing.dragOver}
      onDrop={writing.drop}
    >
      <Suspense>
        <Show when={props.model.queued().length > 0}>
          <QueueList
            messages={props.model.queued()}
            left={focus}
            rescue={(text) => draft.giveBack({ text, images: [] })}
          />
        </Show>
      </Suspense>
      <Completions writing={writing} />
      <DraftNote draft={draft} />
      <div class="rounded-2xl border border-line-strong bg-sheet p-1.5 shadow-(--shadow) has-[textarea:focus]:outline-2 has-[textarea:focus]:-outline-offset-1 has-[textarea:focus]:outline-brass">
        <AttachedPictures draft={draft} />
        <div class="flex items-end gap-1">
          <MessageArea
            writing={writing}
            label="Message"
            placeholder={props.model.isBusy() ? "Queue a follow-up" : "Follow up"}
            rows={1}
            class="grow max-h-[40dvh] min-w-0 flex-1 bg-transparent px-3 py-2 leading-6 outline-none pointer-coarse:py-2.5"
            submit={submit}
          />
          <Show when={props.model.isBusy()}>
            <button
              type="button"
              class="button !min-h-10 !rounded-xl pointer-coarse:!min-h-11"
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
            disabled={draft.isEmpty()}
          >
            <ArrowUp size={18} aria-hidden="true" />
          </button>
        </div>
        <div class="flex min-h-8 items-center gap-0.5 pointer-coarse:min-h-11">
          <AddPictures writing={writing} />
          <Suspense>
            <Switches session={props.session} />
          </Suspense>
        </div>
      </div>
    </form>
  );
}
