/** For how long after its last sign of the owner the app counts as in front, in ms. It gives one every 25 s. */
export const ATTENTION_SPAN = 60_000;

export type Attention = ReturnType<typeof createAttention>;

/**
 * Whether the owner looks at Porter right now. In memory only: after a restart nobody does until the app says so
 * again. Measured by the monotonic clock, which nobody can set.
 */
export function createAttention(spanMs: number) {
  let last = -Infinity;
  return {
    attend: (): void => {
      last = performance.now();
    },
    /** ms until it lapses; 0 when it has. */
    remaining: (): number => Math.max(0, last + spanMs - performance.now()),
  };
}
