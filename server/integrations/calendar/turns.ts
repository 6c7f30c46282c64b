/**
 * What reads and writes one calendar takes turns: a change is never undone by a reading that began before it, and two
 * readings never go on from the same sync token.
 */
export function createTurns() {
  const last = new Map<string, Promise<unknown>>();
  const waiting = new Map<string, Promise<void>>();

  async function after<T>(before: Promise<unknown> | undefined, work: () => Promise<T>): Promise<T> {
    // Its failure has been told to whoever asked for it.
    await before?.catch(() => undefined);
    return work();
  }

  async function take<T>(calendarId: string, work: () => Promise<T>): Promise<T> {
    const turn = after(last.get(calendarId), work);
    last.set(calendarId, turn);
    try {
      return await turn;
    } finally {
      if (last.get(calendarId) === turn) last.delete(calendarId);
    }
  }

  return {
    take,

    /** For what does the same however often: one that waits for its turn serves all who ask meanwhile. */
    share(calendarId: string, work: () => Promise<void>): Promise<void> {
      const found = waiting.get(calendarId);
      if (found) return found;
      const turn = take(calendarId, () => {
        waiting.delete(calendarId);
        return work();
      });
      waiting.set(calendarId, turn);
      return turn;
    },
  };
}

export type Turns = ReturnType<typeof createTurns>;
