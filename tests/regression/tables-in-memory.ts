/**
 * From the call on, every Map and Set that is made can be looked into, until it is disposed of: what a table of some
 * closure still holds is seen, where a process's memory would tell of a leak in megabytes only.
 */
export function watchTables() {
  const plain = { Map: globalThis.Map, Set: globalThis.Set };
  const maps: WeakRef<Map<unknown, unknown>>[] = [];
  const sets: WeakRef<Set<unknown>>[] = [];
  class WatchedMap<Key, Value> extends plain.Map<Key, Value> {
    constructor(entries?: Iterable<readonly [Key, Value]> | null) {
      super(entries);
      maps.push(new WeakRef(this));
    }
  }
  class WatchedSet<Value> extends plain.Set<Value> {
    constructor(values?: Iterable<Value> | null) {
      super(values);
      sets.push(new WeakRef(this));
    }
  }
  Object.assign(globalThis, { Map: WatchedMap, Set: WatchedSet });
  // Some packages give theirs another prototype.
  const keysOfMap = (map: Map<unknown, unknown>) => plain.Map.prototype.keys.call(map);
  const keysOfSet = (set: Set<unknown>) => plain.Set.prototype.keys.call(set);

  return {
    /** Under which names they hold anything, one that is held twice named twice. What nobody can reach does not count. */
    keys(): string[] {
      Bun.gc(true);
      const all = [...found(maps).map(keysOfMap), ...found(sets).map(keysOfSet)];
      return all.flatMap((keys) => [...keys].filter((key) => typeof key === "string"));
    },
    [Symbol.dispose]: (): void => void Object.assign(globalThis, plain),
  };
}

const found = <T extends object>(references: readonly WeakRef<T>[]): T[] =>
  references.flatMap((reference) => reference.deref() ?? []);
