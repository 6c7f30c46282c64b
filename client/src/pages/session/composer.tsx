import ArrowUp from "lucide-solid/icons/arrow-up";
import ImagePlus from "lucide-solid/icons/image-plus";
import Square from "lucide-solid/icons/square";
import { createSignal, lazy, Show, Suspense } from "solid-js";
import type { Session } from "../../../../shared/session.ts";
import { growWith } from "../../ui/grow.ts";
import { complete, completionAt, type CompletionQuery } from "./completion-query.ts";
import type { SessionModel } from "./model.ts";

const CompletionList = lazy(() => import("./completion-list.tsx"));
const Pictures = lazy(() => import("./pictures.tsx"));
const QueueList = lazy(() => import("./queue-list.tsx"));
const Switches = lazy(() => import("./switches.tsx"));

/** A touch keyboard has no Shift+Enter: there Enter makes a new line and the button sends. */
const enterSends = () => !matchMedia("(pointer: coarse)").matches;

const picturesIn = (data: DataTransfer | null): File[] =>
  [...(data?.files ?? [])].filter(({ type }) => type.startsWith("image/"));

export function Composer(props: { model: SessionModel; session: Session; sent: () => void }) {
  const [area, setArea] = createSignal<HTMLTextAreaElement>();
  const [asked, setAsked] = createSignal<CompletionQuery>();
  let picker: HTMLInputElement | undefined;
  const composer = () => props.model.composer;
  const draft = () => composer().draft;
  growWith(area, () => draft().text());

  const submit = () => {
    setAsked(undefined);
    composer().submit();
    props.sent();
    area()?.focus();
  };
  const look = (field: HTMLTextAreaElement) => {
    const { value, selectionStart, selectionEnd } = field;
    setAsked(selectionStart === selectionEnd ? completionAt(value, selectionStart) : undefined);
  };
  const choose = (chosen: string) => {
    const [field, query] = [area(), asked()];
    if (!field || !query) return;
    const done = complete(field.value, field.selectionStart, query, chosen);
    draft().change({ text: done.text });
    field.setSelectionRange(done.caret, done.caret);
    field.focus();
    look(field);
  };
  const take = (event: Event, data: DataTransfer | null) => {
    const files = picturesIn(data);
    if (files.length === 0) return;
    event.preventDefault();
    composer().addImages(files);
  };

  return (
    <form
      class="relative mx-auto w-full max-w-[46rem] px-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-4 md:pb-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onDragOver={(event) => event.dataTransfer?.types.includes("Files") && event.preventDefault()}
      onDrop={(event) => take(event, event.dataTransfer)}
    >
      <Suspense>
        <Show when={props.model.queued().length > 0}>
          <QueueList messages={props.model.queued()} left={() => area()?.focus()} />
        </Show>
        <Show when={asked()}>
          {(query) => (
            <Show when={area()}>
              {(field) => (
                <CompletionList
                  id={props.model.id}
                  query={query()}
                  field={field()}
                  choose={choose}
                  close={() => setAsked(undefined)}
                />
              )}
            </Show>
          )}
        </Show>
      </Suspense>
      <p role="status" class="px-2 text-xs text-ink-3">
        <Show when={draft().isTaken()}>This was written on another device.</Show>
        <Show when={draft().other()}>
          Another device has written here, too.{" "}
          <button
            type="button"
            class="text-brass underline pointer-coarse:min-h-11"
            onClick={() => draft().takeOther()}
          >
            Show that text
          </button>
        </Show>
      </p>
      <div class="rounded-2xl border border-line-strong bg-sheet p-1.5 shadow-(--shadow) has-[textarea:focus]:outline-2 has-[textarea:focus]:-outline-offset-1 has-[textarea:focus]:outline-brass">
        <Show when={draft().images().length > 0}>
          <Suspense>
            <Pictures images={draft().images()} remove={(image) => composer().removeImage(image)} />
          </Suspense>
        </Show>
        <div class="flex items-end gap-1">
          <textarea
            ref={setArea}
            rows={1}
            aria-label="Message"
            aria-autocomplete="list"
            placeholder={props.model.isBusy() ? "Queue a follow-up" : "Follow up"}
            class="grow max-h-[40dvh] min-w-0 flex-1 bg-transparent px-3 py-2 leading-6 outline-none"
            value={draft().text()}
            onInput={({ currentTarget }) => {
              draft().change({ text: currentTarget.value });
              look(currentTarget);
            }}
            onClick={({ currentTarget }) => look(currentTarget)}
            onBlur={() => setAsked(undefined)}
            onPaste={(event) => take(event, event.clipboardData)}
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
            disabled={composer().isEmpty()}
          >
            <ArrowUp size={18} aria-hidden="true" />
          </button>
        </div>
        <div class="flex min-h-8 items-center gap-0.5 pointer-coarse:min-h-11">
          <button
            type="button"
            class="icon-button"
            aria-label="Add pictures"
            title="Add pictures; they can be pasted and dropped, too"
            onClick={() => picker?.click()}
          >
            <ImagePlus size={16} aria-hidden="true" />
          </button>
          <input
            ref={(element) => (picker = element)}
            type="file"
            accept="image/*"
            multiple
            hidden
            onChange={({ currentTarget }) => {
              composer().addImages([...(currentTarget.files ?? [])]);
              currentTarget.value = "";
            }}
          />
          <Suspense>
            <Switches session={props.session} />
          </Suspense>
        </div>
      </div>
    </form>
  );
}
