import { createComputed, createEffect, createSignal, on, onCleanup, type Accessor } from "solid-js";

/** Nearer than this to the end counts as reading the end. In CSS pixels. */
const NEAR = 60;

/** What a reader who moves by themselves does first. */
const OWN_MOVES = ["wheel", "touchmove", "pointerdown", "keydown"] as const;

/** `isLive`: the end of the page is the end of the conversation; `toLive` makes it so. */
type Live = { isLive: () => boolean; toLive: () => void };

/**
 * Keeps a reader who is at the end there while it grows, one who was led to a message at that, and leaves every other
 * one where they are.
 */
export function createStickyScroll({ isLive, toLive }: Live) {
  const [isAtEnd, setAtEnd] = createSignal(isLive());
  let scroller: HTMLElement | undefined;
  let shown: Element | undefined;
  let held: { entry: Element; top: number } | undefined;
  const release = () => {
    shown = undefined;
  };

  const toBottom = () => {
    if (scroller) scroller.scrollTop = scroller.scrollHeight;
  };
  const toEnd = () => {
    release();
    toLive();
    setAtEnd(true);
    toBottom();
  };
  // Only going up leaves the end: what comes in between two frames may well be higher than NEAR.
  let lastTop = 0;
  const onScroll = () => {
    if (!scroller) return;
    const { scrollTop, scrollHeight, clientHeight } = scroller;
    if (scrollHeight - scrollTop - clientHeight < NEAR && isLive()) setAtEnd(true);
    else if (scrollTop < lastTop) setAtEnd(false);
    lastTop = scrollTop;
  };
  const sizes = new ResizeObserver(() => {
    // What stands above it may still be formatted, and grow.
    if (shown) shown.scrollIntoView({ block: "center" });
    else if (isAtEnd() && isLive()) toBottom();
  });
  onCleanup(() => sizes.disconnect());

  function hold(): void {
    held = undefined;
    if (!scroller || shown || isAtEnd()) return;
    const entry = firstInSight(scroller);
    if (entry) held = { entry, top: entry.getBoundingClientRect().top };
  }
  function putBack(): void {
    if (!scroller || !held?.entry.isConnected) return;
    scroller.scrollTop += held.entry.getBoundingClientRect().top - held.top;
    held = undefined;
  }

  return {
    isAtEnd,
    toEnd,
    onScroll,
    attach: (outer: HTMLElement, content: HTMLElement) => {
      scroller = outer;
      if (isAtEnd()) toBottom();
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
    /**
     * What is read keeps its place when something comes or goes above it. The browser's own anchoring does not do that
     * at the very top, and not in every browser.
     * @param first the key of the page's first entry
     */
    keepPlace: (first: Accessor<string | undefined>) => {
      // A computation runs before what it reads is drawn, an effect after that.
      createComputed(on(first, hold, { defer: true }));
      createEffect(on(first, putBack, { defer: true }));
    },
  };
}

/** The topmost entry that is in sight. There may be a thousand, one below the other. */
function firstInSight(scroller: Element): Element | undefined {
  const entries = scroller.querySelectorAll("[data-entry]");
  const { top } = scroller.getBoundingClientRect();
  let [from, to] = [0, entries.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((entries[middle]?.getBoundingClientRect().bottom ?? 0) > top) to = middle;
    else from = middle + 1;
  }
  return entries[from];
}
