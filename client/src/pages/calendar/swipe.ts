import { createEffect } from "solid-js";

/** A finger that went so far, in px, and much more sideways than down, turns the page. */
const FAR = 60;

/** Turns pages with a finger, unless it is held by something else meanwhile. */
export function createSwipe(turn: (by: 1 | -1) => void, isHeld: () => boolean) {
  let from: { x: number; y: number } | undefined;
  createEffect(() => {
    if (isHeld()) from = undefined;
  });
  return {
    begin: ({ touches: [first, second] }: TouchEvent) => {
      from = first && !second ? { x: first.clientX, y: first.clientY } : undefined;
    },
    end: ({ changedTouches: [last] }: TouchEvent) => {
      if (!from || !last) return;
      const [across, down] = [last.clientX - from.x, last.clientY - from.y];
      from = undefined;
      if (Math.abs(across) > FAR && Math.abs(across) > 2 * Math.abs(down)) turn(across < 0 ? 1 : -1);
    },
  };
}
