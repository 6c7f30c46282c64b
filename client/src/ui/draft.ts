import { createSignal, onCleanup, type Accessor } from "solid-js";

/** Saves by itself this long after the last key. */
const REST_MS = 900;

/**
 * The text of a field that is edited in place: the person's while they type, the server's otherwise, so that a live
 * change never takes words away. `accept` says whether a text can be saved at all.
 */
export function createDraft(options: {
  value: Accessor<string>;
  save: (text: string) => void;
  accept?: (text: string) => boolean;
}) {
  const [draft, setDraft] = createSignal<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = () => {
    clearTimeout(timer);
    const text = draft();
    if (text === undefined || (options.accept && !options.accept(text))) return;
    if (text !== options.value()) options.save(text);
  };
  onCleanup(flush);

  return {
    text: () => draft() ?? options.value(),
    input: (text: string) => {
      setDraft(text);
      clearTimeout(timer);
      timer = setTimeout(flush, REST_MS);
    },
    leave: () => {
      flush();
      setDraft(undefined);
    },
    revert: () => {
      clearTimeout(timer);
      setDraft(undefined);
    },
  };
}
