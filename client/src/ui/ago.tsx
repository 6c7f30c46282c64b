import type { JSX } from "solid-js";
import { now } from "./now.ts";
import { exactTime, timeAgo } from "./time.ts";

/** How long ago it was, and under the mouse when. */
export const Ago = (props: { at: Date; class?: string; children?: JSX.Element }) => (
  <time class={props.class} dateTime={props.at.toISOString()} title={exactTime(props.at)}>
    {timeAgo(props.at, now())}
    {props.children}
  </time>
);
