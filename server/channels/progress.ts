/**
 * How far a channel has come in the log. Events are settled in any order, since receivers do not wait for each
 * other; the cursor stays in front of the oldest one that is not, so that a crash forgets none.
 */
export function createProgress(save: (eventId: number) => void) {
  /** In the order of the log. */
  const open = new Set<number>();
  let seen = 0;

  function advance(): void {
    const [oldest] = open;
    save(oldest === undefined ? seen : oldest - 1);
  }

  return {
    begin(eventId: number): void {
      seen = eventId;
      open.add(eventId);
    },

    settle(eventId: number): void {
      open.delete(eventId);
      advance();
    },

    /** Nothing of this channel stands between the last event and this one. */
    pass(eventId: number): void {
      seen = eventId;
      advance();
    },
  };
}
