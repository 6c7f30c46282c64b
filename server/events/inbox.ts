/**
 * What waits for one subscriber, bounded: a reader that does not keep up loses what waited, learns so once
 * (`overflow`), and goes on with what comes after. Nobody else notices.
 */
export function createInbox<T>(capacity: number) {
  let items: T[] = [];
  let overflowed = false;
  let closed = false;
  let wake: (() => void) | undefined;

  return {
    push(item: T): void {
      if (closed) return;
      if (items.length >= capacity) {
        items = [];
        overflowed = true;
      }
      items.push(item);
      wake?.();
    },

    close(): void {
      closed = true;
      wake?.();
    },

    /** The next batch in order; `overflow` when something before it was dropped. Ends when closed. */
    async *batches(): AsyncGenerator<{ overflow: boolean; items: T[] }> {
      while (!closed) {
        if (items.length === 0) {
          const { promise, resolve } = Promise.withResolvers<void>();
          wake = resolve;
          await promise;
          wake = undefined;
          continue;
        }
        const batch = { overflow: overflowed, items };
        items = [];
        overflowed = false;
        yield batch;
      }
    },
  };
}
