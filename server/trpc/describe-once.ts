/**
 * What an event means, read once for all who hear of it, and frozen, by which it is also written once
 * (`http/event-stream.ts`). For events that carry a snapshot; one that refers to what may change meanwhile is read anew
 * for each.
 */
export function describeOnce<Event extends object, Change extends object | undefined>(
  describe: (event: Event) => Change,
): (event: Event) => Readonly<Change> {
  const known = new WeakMap<Event, { change: Readonly<Change> }>();
  return (event) => {
    let told = known.get(event);
    if (!told) known.set(event, (told = { change: Object.freeze(describe(event)) }));
    return told.change;
  };
}
