const keyOf = (sessionId: string) => `porter.draft.${sessionId}`;

/** What was typed into a session's composer and not sent, kept over a reload. Storage may be refused or full. */
export function loadDraft(sessionId: string): string {
  try {
    return localStorage.getItem(keyOf(sessionId)) ?? "";
  } catch {
    return "";
  }
}

export function saveDraft(sessionId: string, text: string): void {
  try {
    if (text === "") localStorage.removeItem(keyOf(sessionId));
    else localStorage.setItem(keyOf(sessionId), text);
  } catch {
    // The draft then lasts as long as the page.
  }
}
