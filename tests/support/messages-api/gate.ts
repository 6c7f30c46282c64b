/** Holds a scripted answer at an exact point until the test lets it go on. */
export interface Gate {
  /** Resolves when an answer first stands at the gate: all before it has been sent. */
  readonly reached: Promise<void>;
  readonly opened: Promise<void>;
  open(): void;
  /** Called by the server. */
  arrive(): void;
}

export function createGate(): Gate {
  const reached = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  return {
    reached: reached.promise,
    opened: opened.promise,
    open: () => opened.resolve(),
    arrive: () => reached.resolve(),
  };
}
