import type { Accessor } from "solid-js";
import { useLate } from "./late.ts";
import type { SwipeActions } from "./swipe-row.ts";

const hasTouch = matchMedia("(any-pointer: coarse)").matches;

/** Lets a finger draw a row to its side, where there are fingers; loaded behind the first paint. */
export function useSwipeRow(row: Accessor<HTMLElement | undefined>, actions: SwipeActions): void {
  if (!hasTouch) return;
  useLate(async () => {
    const { swipeRow } = await import("./swipe-row.ts");
    return () => {
      const element = row();
      if (element) swipeRow(element, actions);
    };
  });
}
