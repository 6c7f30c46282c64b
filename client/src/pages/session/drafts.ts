import { createSignal, onCleanup } from "solid-js";
import type { DraftImage } from "../../../../shared/draft.ts";
import { onDraft } from "../../api/feed-cache.ts";
import { newId } from "../../api/ids.ts";
import { api } from "../../api/options.ts";

type Words = { text: string; images: DraftImage[] };
/** `at`: the server's time of the draft that this one was made from, in ms. `isNew`: the server does not have it yet. */
type Kept = Words & { at: number; isNew: boolean };

/** Goes to the server this long after the last key. In ms. */
const REST = 700;

/** This tab, among all that write the same draft. */
const tab = newId();
const nothing: Kept = { text: "", images: [], at: 0, isNew: false };
const isEmpty = ({ text, images }: Words) => text === "" && images.length === 0;
const keyOf = (key: string) => `porter.draft.${key}`;

const isSame = (a: Words, b: Words) =>
  a.text === b.text &&
  a.images.length === b.images.length &&
  a.images.every(({ data }, index) => data === b.images[index]?.data);

/** Storage may be refused or full; what stands there may be of an older Porter. */
function read(key: string): Kept {
  try {
    return { ...nothing, ...JSON.parse(localStorage.getItem(keyOf(key)) ?? "{}") };
  } catch {
    return nothing;
  }
}

function write(key: string, kept: Kept): void {
  try {
    if (isEmpty(kept) && !kept.isNew) localStorage.removeItem(keyOf(key));
    else localStorage.setItem(keyOf(key), JSON.stringify(kept));
  } catch {
    // The draft then lasts as long as the page, and on the server.
  }
}

/**
 * What was typed and not sent, kept in this browser at once and on the server a moment later, so that another device
 * goes on with it. The last one who writes wins, and hears of what the other had written.
 */
export function createSyncedDraft(key: string) {
  const [kept, setKept] = createSignal(read(key));
  const [isTaken, setTaken] = createSignal(false);
  const [other, setOther] = createSignal<Words>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function keep(next: Kept): void {
    setKept(next);
    write(key, next);
  }

  async function save(): Promise<void> {
    clearTimeout(timer);
    const given = kept();
    if (!given.isNew) return;
    const { text, images } = given;
    try {
      const { updatedAt } = await api.agents.saveDraft.mutate({ key, text, images, tab });
      keep({ ...kept(), at: updatedAt.getTime(), isNew: kept() !== given });
    } catch {
      // It stays in this browser, and goes with the next change or the next visit.
    }
  }

  /** What the server has: taken over, or shown as another's if something is typed here. */
  async function ask(): Promise<void> {
    try {
      const { text, images, updatedAt } = await api.agents.draft.query({ key });
      const theirs = { text, images };
      const at = updatedAt.getTime();
      const mine = kept();
      if (at <= mine.at && !mine.isNew) return;
      if (!mine.isNew) {
        setTaken(!isEmpty(theirs) && !isSame(mine, theirs));
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

  const change = (part: Partial<Words>) => {
    setTaken(false);
    keep({ ...kept(), ...part, isNew: true });
    clearTimeout(timer);
    timer = setTimeout(() => void save(), REST);
  };
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

  return {
    text: () => kept().text,
    images: () => kept().images,
    change,
    /** Sent: there is nothing left to keep, on any device. */
    clear: () => {
      setOther(undefined);
      change({ text: "", images: [] });
      void save();
    },
    /** It was just taken over from another device. */
    isTaken,
    /** What another device wrote at the same time, and lost. */
    other,
    takeOther: () => {
      const theirs = other();
      const mine = { text: kept().text, images: kept().images };
      if (!theirs) return;
      change(theirs);
      setOther(isEmpty(mine) ? undefined : mine);
    },
  };
}
