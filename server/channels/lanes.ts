/** Runs the jobs of one lane one after the other; lanes do not wait for each other. Jobs must not throw. */
export function createLanes() {
  const lanes = new Map<string, Promise<unknown>>();

  return <T>(lane: string, job: () => Promise<T>): Promise<T> => {
    const result = (lanes.get(lane) ?? Promise.resolve()).then(job);
    const tail = result.finally(() => {
      if (lanes.get(lane) === tail) lanes.delete(lane);
    });
    lanes.set(lane, tail);
    return result;
  };
}
