/** In ms. */
const LOOK_AGAIN = 2_000;
/** How often in a row a stream may be found waiting for its reader: for ten minutes, in which machines do not sleep. */
const MOST_STALLS = 300;

/** Who opened a stream, over the time that it is open. */
export type Guest = {
  /** Whether the credential that the request came with is good now. */
  isLetIn: () => boolean;
  /** Aborts the request, and so ends its stream. */
  hangUp: () => void;
};

/**
 * The stream, until who opened it is let in no more (signed out, revoked or expired), or has read nothing for long while
 * there was something to read. A credential is checked when a request comes, and a stream is one request for hours; what
 * waits for a reader who has stopped is bounded, but would be kept for ever. It ends without an error: whoever comes
 * back is refused then, or goes on where they were.
 */
export async function* whileLetIn<T>(
  stream: AsyncIterable<T>,
  { isLetIn, hangUp }: Guest,
): AsyncGenerator<T, void> {
  let isGiven = false;
  let stalls = 0;
  const look = setInterval(() => {
    stalls = isGiven ? stalls + 1 : 0;
    if (!isLetIn() || stalls > MOST_STALLS) hangUp();
  }, LOOK_AGAIN);
  try {
    for await (const item of stream) {
      isGiven = true;
      yield item; // Until the next one is asked for, which tRPC does when the connection has taken this one.
      isGiven = false;
    }
  } finally {
    clearInterval(look);
  }
}
