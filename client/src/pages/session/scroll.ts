import { createSignal, onCleanup } from "solid-js";

/** Nearer than this to the end counts as reading the end. In CSS pixels. */
const NEAR = 60;

/** What a reader who moves by themselves does first. */
const OWN_MOVES = ["wheel", "touchmove", "pointerdown", "keydown"] as const;

/**
 * Keeps a reader who is at the end there while it grows, one who was led to a message at that, and leaves every other
 * one where they are.
 */
export function createStickyScroll() {
  const [isAtEnd, setAtEnd] = createSignal(true);
  let scroller: HTMLElement | undefined;
  let shown: Element | undefined;
  const release = () => {
    shown = undefined;
  };

  const toEnd = () => {
    release();
    if (scroller) scroller.scrollTop = scroller.scrollHeight;
    setAtEnd(true);
  };
  // Only going up leaves the end: what comes in between two frames may well be higher than NEAR.
  let lastTop = 0;
  const onScroll = () => {
    if (!scroller) return;
    const { scrollTop, scrollHeight, clientHeight } = scroller;
    if (scrollHeight - scrollTop - clientHeight < NEAR) setAtEnd(true);
    else if (scrollTop < lastTop) setAtEnd(false);
    lastTop = scrollTop;
  };
  const sizes = new ResizeObserver(() => {
    // What stands above it may still be formatted, and grow.
    if (shown) shown.scrollIntoView({ block: "center" });
    else if (isAtEnd()) toEnd();
  });
  onCleanup(() => sizes.disconnect());

  return {
    isAtEnd,
    toEnd,
    onScroll,
    attach: (outer: HTMLElement, content: HTMLElement) => {
      scroller = outer;
      sizes.observe(outer);
      sizes.observe(content);
      for (const move of OWN_MOVES) outer.addEventListener(move, release, { passive: true });
    },
    /** Leads the reader to a part of the conversation. */
    show: (element: Element) => {
      setAtEnd(false);
      shown = element;
      element.scrollIntoView({ block: "center" });
    },
    /** Runs what puts something in above and keeps what is being read in its place. */
    keepPlace: async (insertAbove: () => Promise<unknown>) => {
      if (!scroller) return;
      release();
      const fromEnd = scroller.scrollHeight - scroller.scrollTop;
      await insertAbove();
      scroller.scrollTop = scroller.scrollHeight - fromEnd;
    },
  };
}
