import { createSignal, onCleanup } from "solid-js";
import { onDraft } from "../api/feed-cache.ts";
import { newId } from "../api/ids.ts";
import { api } from "../api/options.ts";
import { continuesFrom, isEmpty, isSame, read, write, type Kept, type Words } from "./kept-draft.ts";

/** Goes to the server this long after the last key. In ms. */
const REST = 700;

/** This tab, among all that write the same draft. */
const tab = newId();

/**
 * What was typed and not sent, kept in this browser at once and on the server a moment later, so that another device
 * goes on with it. The last one who writes wins, and hears of what the other had written.
 */
export function createSyncedDraft(key: string) {
  const [kept, setKept] = createSignal(read(key));
  const [isTaken, setTaken] = createSignal(false);
  const [other, setOther] = createSignal<Words>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving: Promise<void> | undefined;
  /** Whether anything was written here since the page came, or since the last message went. */
  let isTouched = false;

  function keep(next: Kept): void {
    setKept(next);
    write(key, next);
  }

  /** One after the other: two on their way could come in the wrong order. */
  function save(): Promise<void> {
    clearTimeout(timer);
    saving ??= saveAll().finally(() => (saving = undefined));
    return saving;
  }

  async function saveAll(): Promise<void> {
    while (kept().isNew) {
      const given = kept();
      const { text, images } = given;
      try {
        const { updatedAt } = await api.agents.saveDraft.mutate({ key, text, images, tab });
        keep({ ...kept(), at: updatedAt.getTime(), isNew: kept() !== given && kept().isNew });
      } catch {
        return; // It stays in this browser, and goes with the next change or the next visit.
      }
    }
  }

  /** What the server has: taken over, or shown as another's if something is typed here. */
  async function ask(): Promise<void> {
    try {
      const { text, images, updatedAt } = await api.agents.draft.query({ key });
      const theirs = { text, images };
      const at = updatedAt.getTime();
      const { lacksImages, ...whole } = kept();
      if (lacksImages) keep({ ...whole, images });
      const mine = kept();
      if (at <= mine.at && !mine.isNew) return;
      if (!mine.isNew) {
        setTaken(!isEmpty(theirs) && !isSame(mine, theirs));
        // Words that stood here, and are neither sent nor in theirs.
        if (!isEmpty(theirs) && !continuesFrom(mine, theirs)) setOther(mine);
        keep({ ...theirs, at, isNew: false });
        return;
      }
      if (at > mine.at && !isEmpty(theirs) && !isSame(mine, theirs)) setOther(theirs);
      void save();
    } catch {
      // Without a server the browser's own is what there is.
    }
  }
  void ask();

  function change(part: Partial<Words>): void {
    setTaken(false);
    isTouched = true;
    const { at, text, images } = kept();
    keep({ at, text, images, ...part, isNew: true });
    clearTimeout(timer);
    timer = setTimeout(() => void save(), REST);
  }
  const onHide = () => document.visibilityState === "hidden" && void save();
  document.addEventListener("visibilitychange", onHide);
  const stop = onDraft((news) => {
    if (news.key === key && news.tab !== tab) void ask();
  });
  onCleanup(() => {
    stop();
    document.removeEventListener("visibilitychange", onHide);
    void save();
  });

  const words = (): Words => ({ text: kept().text, images: kept().images });
  function clear(): void {
    setOther(undefined);
    change({ text: "", images: [] });
    void save();
  }

  return {
    text: () => kept().text,
    images: () => kept().images,
    isEmpty: () => kept().text.trim() === "" && kept().images.length === 0,
    change,
    /** Sent: there is nothing left to keep, on any device. */
    clear,
    /** The name under which these very words are sent, however often that is tried. */
    sendKey(): string {
      const sendKey = kept().sendKey ?? newId();
      keep({ ...kept(), sendKey });
      return sendKey;
    },
    words,
    /** The words are on their way. `isSafe`: they are kept there; else the server's draft brings them back. */
    take(isSafe: boolean): void {
      clearTimeout(timer);
      isTouched = false;
      keep({ at: kept().at, text: "", images: [], isNew: false, isSent: isSafe });
    },
    /** What was taken has arrived. */
    settle(taken: Words): void {
      // A reload in the middle has brought them back from the server, perhaps not all of them.
      if (isEmpty(words()) || (!isTouched && continuesFrom(words(), taken))) clear();
    },
    /** What was taken has not arrived: it stands before what was written since. */
    giveBack(taken: Words, sendKey?: string): void {
      const now = words();
      if (isEmpty(now) || isSame(now, taken)) {
        change(taken);
        if (sendKey !== undefined) keep({ ...kept(), sendKey });
        return;
      }
      const text = [taken.text, now.text].filter((part) => part.trim() !== "").join("\n\n");
      change({ text, images: [...taken.images, ...now.images] });
    },
    /** It was just taken over from another device. */
    isTaken,
    /** What was written in another place at the same time, and lost. */
    other,
    takeOther: () => {
      const theirs = other();
      const mine = words();
      if (!theirs) return;
      change({ text: theirs.text, images: theirs.images });
      setOther(isEmpty(mine) ? undefined : mine);
    },
  };
}
export type SyncedDraft = ReturnType<typeof createSyncedDraft>;
