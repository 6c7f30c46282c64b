/** In ms. */
const LOOK_AGAIN = 2_000;

/** Who opened a stream, over the time that it is open. */
export type Guest = {
  /** Whether the credential that the request came with is good now. */
  isLetIn: () => boolean;
  /** Aborts the request, and so ends its stream. */
  hangUp: () => void;
};

/**
 * The stream, until who opened it is let in no more: signed out, revoked or expired. A credential is checked when a
 * request comes, and a stream is one request for hours. It ends without an error: whoever comes back is refused then.
 */
export async function* whileLetIn<T>(
  stream: AsyncIterable<T>,
  { isLetIn, hangUp }: Guest,
): AsyncGenerator<T, void> {
  const look = setInterval(() => {
    if (!isLetIn()) hangUp();
  }, LOOK_AGAIN);
  try {
    yield* stream;
  } finally {
    clearInterval(look);
  }
}
