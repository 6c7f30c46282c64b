import Copy from "lucide-solid/icons/copy";
import { createEffect, createSignal, on } from "solid-js";

/** A text to take away: a link, an address, a secret. */
export function CopyField(props: { label: string; value: string }) {
  const [word, setWord] = createSignal("Copy");
  createEffect(
    on(
      () => props.value,
      () => setWord("Copy"),
    ),
  );
  let field: HTMLInputElement | undefined;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.value);
      setWord("Copied");
    } catch {
      // Outside a secure context there is no clipboard: marked, the text is one key away.
      field?.select();
      setWord("Press Ctrl+C");
    }
  };
  return (
    <div class="flex gap-2">
      <input
        ref={(element) => (field = element)}
        type="text"
        class="field font-mono"
        aria-label={props.label}
        readOnly
        value={props.value}
        onFocus={(event) => event.currentTarget.select()}
      />
      <button type="button" class="button" onClick={() => void copy()}>
        <Copy size={15} aria-hidden="true" />
        <span role="status">{word()}</span>
        <span class="sr-only">: {props.label}</span>
      </button>
    </div>
  );
}
