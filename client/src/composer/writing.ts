import { createSignal } from "solid-js";
import type { CompletionSource } from "./completion.ts";
import { completionAt, type CompletionQuery } from "./completion-query.ts";
import type { SyncedDraft } from "./draft.ts";

/** A field in which a message to an agent is written: what stands in it, and what is being completed. */
export function createWriting(draft: SyncedDraft, source: () => CompletionSource) {
  const [area, setArea] = createSignal<HTMLTextAreaElement>();
  const [asked, setAsked] = createSignal<CompletionQuery>();

  /** What stands in front of the caret may be something to complete. */
  function look(field: HTMLTextAreaElement): void {
    const { value, selectionStart, selectionEnd } = field;
    setAsked(selectionStart === selectionEnd ? completionAt(value, selectionStart) : undefined);
  }

  function take(event: Event, files: readonly File[]): void {
    if (files.length === 0) return;
    event.preventDefault();
    void addFiles(files);
  }

  /** Most messages have no picture, and pay for none. */
  async function addFiles(files: readonly File[]): Promise<void> {
    const { addImages } = await import("./add-images.ts");
    await addImages(draft, files);
  }

  return {
    draft,
    source,
    area,
    setArea,
    asked,
    look,
    close: () => setAsked(undefined),

    /** Puts what was completed in the place of the text, and writes on behind it. */
    put(done: { text: string; caret: number }): void {
      const field = area();
      if (!field) return;
      draft.change({ text: done.text });
      field.setSelectionRange(done.caret, done.caret);
      field.focus();
      look(field);
    },

    addFiles: (files: readonly File[]) => void addFiles(files),

    /** Words that are copied from a table or a text bring a picture of themselves. */
    paste: (event: ClipboardEvent) => {
      const data = event.clipboardData;
      if (data && data.getData("text/plain") === "") take(event, [...data.files]);
    },
    /** Whatever it is, the browser would leave the page to show it. */
    dragOver: (event: DragEvent) => {
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
    },
    drop: (event: DragEvent) => take(event, [...(event.dataTransfer?.files ?? [])]),
  };
}
export type Writing = ReturnType<typeof createWriting>;
