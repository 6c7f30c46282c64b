import { growWith } from "../ui/grow.ts";
import type { Writing } from "./writing.ts";

/** A touch keyboard has no Shift+Enter: there Enter makes a new line and the button sends. */
const enterSends = () => !matchMedia("(pointer: coarse)").matches;

/** Of the Enter that ends a word of an input method, Safari says so by this number alone. */
const OF_INPUT_METHOD = 229;

const isSend = (event: KeyboardEvent) =>
  event.key === "Enter" &&
  !event.shiftKey &&
  !event.isComposing &&
  event.keyCode !== OF_INPUT_METHOD &&
  enterSends();

/** The field itself. */
export function MessageArea(props: {
  writing: Writing;
  id?: string;
  label: string;
  placeholder: string;
  rows: number;
  class: string;
  submit: () => void;
}) {
  growWith(
    () => props.writing.area(),
    () => props.writing.draft.text(),
  );
  return (
    <textarea
      ref={(element) => props.writing.setArea(element)}
      id={props.id}
      rows={props.rows}
      aria-label={props.label}
      aria-autocomplete="list"
      placeholder={props.placeholder}
      class={props.class}
      value={props.writing.draft.text()}
      onInput={({ currentTarget }) => {
        props.writing.draft.change({ text: currentTarget.value });
        props.writing.look(currentTarget);
      }}
      onClick={({ currentTarget }) => props.writing.look(currentTarget)}
      onBlur={() => props.writing.close()}
      onPaste={(event) => props.writing.paste(event)}
      onKeyDown={(event) => {
        if (!isSend(event)) return;
        event.preventDefault();
        props.submit();
      }}
    />
  );
}
