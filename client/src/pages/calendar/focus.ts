const find = (selector: string) => document.querySelector<HTMLElement>(selector);

/** To an event among the days, to the one that is being made, or else to the hours, which the keys are for. */
export function focusEvent(id?: string): void {
  const event = id === undefined ? `[data-event-id^="new:"]` : `[data-event-id="${CSS.escape(id)}"]`;
  (find(event) ?? find("[data-hours]"))?.focus();
}

/** The event that has the focus. */
export const focusedEvent = (): string | undefined =>
  document.activeElement instanceof HTMLElement ? document.activeElement.dataset["eventId"] : undefined;
