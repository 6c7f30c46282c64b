const isField = (element: unknown): boolean =>
  element instanceof HTMLElement &&
  (element.isContentEditable || /^(input|textarea|select)$/i.test(element.tagName));

/** Whether a key press is meant for a field and not for the page. */
export const isTyping = (event: KeyboardEvent): boolean => isField(event.target);

/** Whether a field has the focus, for keys that it knows itself: mod+a, mod+z. */
export const isInField = (): boolean => isField(document.activeElement);
