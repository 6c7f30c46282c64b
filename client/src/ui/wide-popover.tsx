import type { JSX } from "solid-js";
import { Popover } from "./popover.tsx";

/** A button as broad as its place, and what it opens under the same words. */
export function WidePopover(props: {
  words: string;
  icon: JSX.Element;
  class: string;
  children: (close: () => void) => JSX.Element;
}) {
  return (
    <Popover
      label={props.words}
      name={props.words}
      buttonClass="button w-full"
      class={props.class}
      button={
        <>
          {props.icon}
          {props.words}
        </>
      }
    >
      {props.children}
    </Popover>
  );
}
