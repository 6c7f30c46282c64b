/** Waits that end when their time is over, when something has changed, or when the server stops. */
export function createWaits(signal: AbortSignal) {
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const end of waiting) end();
  };
  signal.addEventListener("abort", wake, { once: true });

  return {
    wake,

    /** May end early: look again at what was waited for. At most 2^31 ms; beyond, a timer fires at once. */
    async wait(ms: number): Promise<void> {
      if (signal.aborted) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, ms);
      waiting.add(resolve);
      await promise;
      clearTimeout(timer);
      waiting.delete(resolve);
    },
  };
}
