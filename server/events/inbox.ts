/**
 * What waits for one subscriber, bounded by number and size (one item is let in always). A reader that does not keep up
 * loses what waited and all that comes until it reads again, learns so once (`overflow`), and goes on with what comes
 * after. Nobody else notices.
 */
export function createInbox<T>(limits: { items: number; size: number }) {
  let items: T[] = [];
  let size = 0;
  let overflowed = false;
  let closed = false;
  let wake: (() => void) | undefined;

  function take(): { overflow: boolean; items: T[] } {
    const batch = { overflow: overflowed, items };
    items = [];
    size = 0;
    overflowed = false;
    return batch;
  }

  return {
    push(item: T, itemSize: number): void {
      if (closed || overflowed) return;
      if (items.length > 0 && (items.length >= limits.items || size + itemSize > limits.size)) {
        items = [];
        overflowed = true;
      } else {
        items.push(item);
        size += itemSize;
      }
      wake?.();
    },

    close(): void {
      closed = true;
      wake?.();
    },

    /** The next batch in order; `overflow` when something before it was dropped. Ends when closed. */
    async *batches(): AsyncGenerator<{ overflow: boolean; items: T[] }> {
      while (!closed) {
        if (items.length === 0 && !overflowed) {
          const { promise, resolve } = Promise.withResolvers<void>();
          wake = resolve;
          await promise;
          wake = undefined;
          continue;
        }
        yield take();
      }
    },
  };
}
