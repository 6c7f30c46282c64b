/** In ms. */
const LOOK_AGAIN = 2_000;
/** In looks: below the idle limits of the proxies and browsers in between. */
const PING_EVERY = 4;
/** In ms. */
export const PING_INTERVAL = PING_EVERY * LOOK_AGAIN;
/** How often in a row a stream may be found waiting for its reader: for ten minutes, in which machines do not sleep. */
const MOST_STALLS = 300;

/** Who opened a stream, over the time that it is open. */
export type Guest = {
  /** Whether the credential that the request came with is good now. */
  isLetIn: () => boolean;
  /** Aborts the request, and so ends its stream. */
  hangUp: () => void;
};

type Watched = {
  /** Whether its reader has left something untaken. */
  isKept: () => boolean;
  onLook?: (isTimeToPing: boolean) => void;
};

/** One timer for all streams: a thousand of their own woke the server five hundred times a second. */
const looks = new Set<(isTimeToPing: boolean) => void>();
let timer: Timer | undefined;
let count = 0;

/** @throws what the first of them has thrown, which keeps no other from being looked at */
function lookAtAll(): void {
  const isTimeToPing = ++count % PING_EVERY === 0;
  const failures: unknown[] = [];
  for (const look of looks) {
    try {
      look(isTimeToPing);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/**
 * Hangs up on a guest who is let in no more (signed out, revoked or expired), or who has read nothing for long while there
 * was something to read. A credential is checked when a request comes, and a stream is one request for hours; what waits
 * for a reader who has stopped is bounded, but would be kept for ever.
 * @returns what ends that
 */
export function lookAfter({ isLetIn, hangUp }: Guest, { isKept, onLook }: Watched): () => void {
  let stalls = 0;
  const look = (isTimeToPing: boolean): void => {
    stalls = isKept() ? stalls + 1 : 0;
    try {
      if (stalls > MOST_STALLS || !isLetIn()) hangUp();
    } finally {
      onLook?.(isTimeToPing); // A database that cannot be read says nothing of the guest, and cuts no stream.
    }
  };
  looks.add(look);
  timer ??= setInterval(lookAtAll, LOOK_AGAIN);
  return () => {
    looks.delete(look);
    if (looks.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The stream, until its guest is hung up on. It ends without an error: whoever comes back is refused then, or goes on. */
export async function* whileLetIn<T>(stream: AsyncIterable<T>, guest: Guest): AsyncGenerator<T, void> {
  let isGiven = false;
  const leave = lookAfter(guest, { isKept: () => isGiven });
  try {
    for await (const item of stream) {
      isGiven = true;
      yield item; // Until the next one is asked for, which tRPC does when the connection has taken this one.
      isGiven = false;
    }
  } finally {
    leave();
  }
}
