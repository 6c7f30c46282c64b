import ImagePlus from "lucide-solid/icons/image-plus";
import { lazy, Show, Suspense } from "solid-js";
import type { SyncedDraft } from "./draft.ts";
import type { Writing } from "./writing.ts";

const CompletionList = lazy(() => import("./completion-list.tsx"));
const Pictures = lazy(() => import("./pictures.tsx"));

/** Commands or files for what is being typed, above or below what holds the field; that must be `relative`. */
export const Completions = (props: { writing: Writing; below?: boolean }) => (
  <Suspense>
    <Show when={props.writing.asked()}>
      {(query) => (
        <Show when={props.writing.area()}>
          {(field) => (
            <CompletionList writing={props.writing} query={query()} field={field()} below={props.below} />
          )}
        </Show>
      )}
    </Show>
  </Suspense>
);

/** What another device had to do with the words. */
export const DraftNote = (props: { draft: SyncedDraft }) => (
  <p role="status" class="px-2 text-xs text-ink-3">
    <Show when={props.draft.isTaken()}>This was written on another device. </Show>
    <Show when={props.draft.other()}>
      Another text was written here, too.{" "}
      <button
        type="button"
        class="text-brass underline pointer-coarse:min-h-11"
        onClick={() => props.draft.takeOther()}
      >
        Show that text
      </button>
    </Show>
  </p>
);

export const AttachedPictures = (props: { draft: SyncedDraft }) => (
  <Show when={props.draft.images().length > 0}>
    <Suspense>
      <Pictures
        images={props.draft.images()}
        remove={(image) =>
          props.draft.change({ images: props.draft.images().filter((other) => other !== image) })
        }
      />
    </Suspense>
  </Show>
);

export function AddPictures(props: { writing: Writing }) {
  let picker: HTMLInputElement | undefined;
  return (
    <>
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
          props.writing.addFiles([...(currentTarget.files ?? [])]);
          currentTarget.value = "";
        }}
      />
    </>
  );
}
