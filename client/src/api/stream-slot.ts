/**
 * HTTP/1.1 gives a browser six connections to one server, over all its tabs and windows. So at most this many of
 * them hold a stream, which leaves room for the requests of all.
 */
const SLOTS = 4;

export type StreamSlot = { release: () => void };

const noSlotNeeded: StreamSlot = { release: () => undefined };

function request(name: string, options: LockOptions, onLost: () => void): Promise<StreamSlot | undefined> {
  return new Promise((resolve) => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    navigator.locks
      .request(name, options, (lock) => {
        resolve(lock ? { release } : undefined);
        return lock ? held : undefined;
      })
      // A stolen lock rejects in the tab that had it.
      .catch(onLost);
  });
}

/**
 * Takes a free place for a stream or, for the tab that the person looks at, another tab's. The locks are the
 * browser's own and end with their tab. Without them (a page over plain HTTP from another machine) every tab streams.
 */
export async function takeSlot(options: {
  steal: boolean;
  onLost: () => void;
}): Promise<StreamSlot | undefined> {
  // The types say it is always there; outside a secure context it is not.
  if (!("locks" in navigator)) return noSlotNeeded;
  const nameOf = (index: number) => `porter.stream.${index}`;
  for (let index = 0; index < SLOTS; index++) {
    // One after the other: the first free one is enough.
    const slot = await request(nameOf(index), { ifAvailable: true }, options.onLost);
    if (slot) return slot;
  }
  if (!options.steal) return undefined;
  return request(nameOf(Math.floor(Math.random() * SLOTS)), { steal: true }, options.onLost);
}
