/** Closes a part of a card. The page stops the agent on an Escape that nobody took. */
export const onEscape = (close: () => void) => (event: KeyboardEvent) => {
  if (event.key !== "Escape") return;
  event.preventDefault();
  close();
};

/** Gives a field the focus once it stands in the page. */
export const focusNow = (field: HTMLElement): void => queueMicrotask(() => field.focus());
