import { createSignal, onCleanup } from "solid-js";

/** Nearer than this to the end counts as reading the end. In CSS pixels. */
const NEAR = 60;

/** Keeps a reader who is at the end there while it grows, and leaves every other one where they are. */
export function createStickyScroll() {
  const [isAtEnd, setAtEnd] = createSignal(true);
  let scroller: HTMLElement | undefined;

  const toEnd = () => {
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
    if (isAtEnd()) toEnd();
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
    },
    /** Runs what puts something in above and keeps what is being read in its place. */
    keepPlace: async (insertAbove: () => Promise<unknown>) => {
      if (!scroller) return;
      const fromEnd = scroller.scrollHeight - scroller.scrollTop;
      await insertAbove();
      scroller.scrollTop = scroller.scrollHeight - fromEnd;
    },
  };
}
