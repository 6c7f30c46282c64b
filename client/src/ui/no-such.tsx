import { A } from "@solidjs/router";
import type { JSX } from "solid-js";
import { Empty } from "./empty.tsx";

/** In the place of a page that has nothing to show: what is not there, and a way on. */
export const NoSuch = (props: { title: string; href: string; words: string; children: JSX.Element }) => (
  <Empty
    level="h1"
    title={props.title}
    action={
      <A href={props.href} class="button">
        {props.words}
      </A>
    }
  >
    {props.children}
  </Empty>
);
