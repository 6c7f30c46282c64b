/**
 * Does together what is asked for in one turn of the event loop, so that it shares one commit: a commit waits for the
 * disk, and everybody waits with it.
 * @param work gives one result for each item; when it throws, all of them fail
 */
export function gather<Item, Result>(work: (items: Item[]) => Result[]): (item: Item) => Promise<Result> {
  let waiting: { item: Item; asked: PromiseWithResolvers<Result> }[] = [];

  function flush(): void {
    const batch = waiting;
    waiting = [];
    try {
      const results = work(batch.map(({ item }) => item));
      for (const [index, result] of results.entries()) batch[index]?.asked.resolve(result);
    } catch (error) {
      for (const { asked } of batch) asked.reject(error);
    }
  }

  return (item) => {
    const asked = Promise.withResolvers<Result>();
    if (waiting.length === 0) setImmediate(flush);
    waiting.push({ item, asked });
    return asked.promise;
  };
}
