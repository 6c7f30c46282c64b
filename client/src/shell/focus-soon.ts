/** Frames to wait for a page that has just been gone to. */
const FRAMES = 40;

/** Focuses what `selector` finds, as soon as it stands. */
export function focusSoon(selector: string, frames = FRAMES): void {
  const found = document.querySelector<HTMLElement>(selector);
  if (found) found.focus();
  else if (frames > 0) requestAnimationFrame(() => focusSoon(selector, frames - 1));
}
