import { createSignal, onCleanup } from "solid-js";
import type { DraftImage } from "../../../../shared/draft.ts";
import { applyMessage } from "../../api/feed-cache.ts";
import { explain } from "../../api/errors.ts";
import { newId } from "../../api/ids.ts";
import { api } from "../../api/options.ts";
import { createSyncedDraft } from "../../composer/draft.ts";
import { readOutgoing, writeOutgoing, type Outgoing } from "../../composer/outgoing.ts";
import { createWriting } from "../../composer/writing.ts";
import { showToast } from "../../shell/toast.ts";

/** A page that was about to go and is there after so long has stayed, or is back. In ms. */
const STAYED = 1_000;

const pictures = (images: readonly DraftImage[]) => `(${images.length === 1 ? "a picture" : "pictures"})`;

/** What is written into a session: the draft, and what of it is on its way. */
export function createComposerModel(id: string) {
  const draft = createSyncedDraft(id);
  /** What was sent and is not acknowledged yet: shown at once, dimmed. */
  const [outgoing, setOutgoing] = createSignal<readonly Outgoing[]>([]);
  const change = (next: (all: readonly Outgoing[]) => readonly Outgoing[]) =>
    writeOutgoing(id, setOutgoing(next));

  const arrived = (key: string) => change((all) => all.filter((other) => other.key !== key));
  /** The page is about to go: its requests are cut off before it is. */
  let isLeaving = false;
  const leave = () => void (isLeaving = true);
  for (const event of ["beforeunload", "pagehide"]) {
    addEventListener(event, leave);
    onCleanup(() => removeEventListener(event, leave));
  }

  let lastOne = Promise.resolve();
  /** One after the other: two on their way could come in the wrong order. */
  function send(message: Outgoing): boolean {
    const isSafe = change((all) => [...all, message]);
    lastOne = lastOne.then(() => deliver(message));
    return isSafe;
  }

  async function deliver(message: Outgoing): Promise<void> {
    const { key, text, images } = message;
    try {
      const sent = { id, content: text, idempotencyKey: key, ...(images.length > 0 && { images }) };
      applyMessage(await api.agents.send.mutate(sent));
      draft.settle(message);
      arrived(key);
    } catch (error) {
      // What is on its way is sent by the next visit; only a page that has stayed goes on from here.
      if (isLeaving) await new Promise((resolve) => setTimeout(resolve, STAYED));
      isLeaving = false;
      arrived(key);
      draft.giveBack({ text, images }, key);
      showToast({ message: `Not sent: ${explain(error)}`, kind: "error" });
    }
  }
  // A reload came in between.
  readOutgoing(id).forEach(send);

  return {
    draft,
    writing: createWriting(draft, () => ({ id })),
    sending: () =>
      outgoing().map(({ key, text, images }) => ({
        key,
        text: text.trim() === "" ? pictures(images) : text,
      })),
    send: (text: string) => void send({ key: newId(), text, images: [] }),
    submit: () => {
      if (draft.isEmpty()) return;
      const key = draft.sendKey();
      draft.take(send({ key, ...draft.words() }));
    },
  };
}
