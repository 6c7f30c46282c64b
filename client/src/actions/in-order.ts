/** Runs one after the other what it is given: taking a change back must not overtake the change. */
export function createOrder(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => undefined); // Whoever asked for it hears of it.
    return done;
  };
}
