import type { DraftImage } from "../../../../shared/draft.ts";
import { applyMessage } from "../../api/feed-cache.ts";
import { explain } from "../../api/errors.ts";
import { newId } from "../../api/ids.ts";
import { api } from "../../api/options.ts";
import { showToast } from "../../shell/toast.ts";
import { createSignal } from "solid-js";
import { createSyncedDraft } from "./drafts.ts";

/** As the server takes them (shared/draft.ts, which brings the schema library with it). */
const MOST_IMAGES = 10;
const LARGEST_IMAGES = 10_000_000;

/** What is written into a session: the draft, and what of it is on its way. */
export function createComposerModel(id: string) {
  const draft = createSyncedDraft(id);
  /** What was sent and is not acknowledged yet: shown at once, dimmed. */
  const [sending, setSending] = createSignal<readonly { key: string; text: string }[]>([]);

  async function send(content: string, images: DraftImage[] = []): Promise<void> {
    const key = newId();
    const text = content.trim() === "" ? `(${images.length === 1 ? "a picture" : "pictures"})` : content;
    setSending((all) => [...all, { key, text }]);
    try {
      applyMessage(
        await api.agents.send.mutate({
          id,
          content,
          idempotencyKey: key,
          ...(images.length > 0 && { images }),
        }),
      );
    } catch (error) {
      if (isEmpty()) draft.change({ text: content, images });
      showToast({ message: `Not sent: ${explain(error)}`, kind: "error" });
    } finally {
      setSending((all) => all.filter((each) => each.key !== key));
    }
  }

  const isEmpty = () => draft.text().trim() === "" && draft.images().length === 0;

  async function addImages(files: readonly Blob[]): Promise<void> {
    const { readImage } = await import("./images.ts");
    for (const file of files) {
      const image = await readImage(file);
      const images = draft.images();
      const size = images.reduce((sum, { data }) => sum + data.length, image?.data.length ?? 0);
      if (!image) showToast({ message: "This file is no picture that Claude can look at.", kind: "error" });
      else if (images.length >= MOST_IMAGES || size > LARGEST_IMAGES)
        showToast({ message: "That is more pictures than one message can take.", kind: "error" });
      else draft.change({ images: [...images, image] });
    }
  }

  return {
    draft,
    isEmpty,
    sending,
    send: (content: string) => void send(content),
    submit: () => {
      if (isEmpty()) return;
      const [text, images] = [draft.text(), draft.images()];
      draft.clear();
      void send(text, images);
    },
    addImages: (files: readonly Blob[]) => void addImages(files),
    removeImage: (image: DraftImage) =>
      draft.change({ images: draft.images().filter((other) => other !== image) }),
  };
}
