import { createSignal } from "solid-js";
import { focusNow, onEscape } from "./escape.ts";

/** A no, with words for the agent. */
export function DenyForm(props: {
  label: string;
  button: string;
  /** Whether there must be words. */
  needsWords?: boolean;
  deny: (message: string) => void;
  close: () => void;
}) {
  const [message, setMessage] = createSignal("");
  const words = () => message().trim();
  const isEmpty = () => props.needsWords === true && words() === "";
  return (
    <form
      class="flex w-full flex-wrap gap-2 px-4 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isEmpty()) props.deny(words());
      }}
      onKeyDown={onEscape(props.close)}
    >
      <input
        type="text"
        class="field min-w-[12rem] flex-1"
        aria-label={props.label}
        placeholder={props.needsWords ? props.label : `${props.label} (may stay empty)`}
        ref={focusNow}
        value={message()}
        onInput={(event) => setMessage(event.currentTarget.value)}
      />
      <button type="submit" class="button" data-kind="danger" disabled={isEmpty()}>
        {props.button}
      </button>
      <button type="button" class="button" data-kind="quiet" onClick={() => props.close()}>
        Back
      </button>
    </form>
  );
}
