import { onCleanup, onMount } from "solid-js";

/**
 * Keeps `--viewport` at the height that is in sight. Where the keyboard lies over the page (Safari on iOS) instead of
 * shrinking it (`interactive-widget` in index.html), the composer would stand behind it otherwise.
 */
export function followViewport(): void {
  const update = () => {
    const { visualViewport } = window;
    if (!visualViewport || visualViewport.scale !== 1) return; // Zoomed in, it says something else.
    const isCovered = innerHeight - visualViewport.height > 100;
    const { style } = document.documentElement;
    if (isCovered) style.setProperty("--viewport", `${visualViewport.height}px`);
    else style.removeProperty("--viewport");
  };
  onMount(() => {
    visualViewport?.addEventListener("resize", update);
    onCleanup(() => visualViewport?.removeEventListener("resize", update));
  });
}
