import { createSignal, type Accessor } from "solid-js";

/**
 * The row that the keyboard is at, and the rows that are chosen for a change together. `ids`: all rows in the order in
 * which they stand.
 */
export function createSelection(ids: Accessor<readonly string[]>, isShown: (id: string) => boolean) {
  const [cursor, setCursor] = createSignal<string>();
  const [chosen, setChosen] = createSignal<ReadonlySet<string>>(new Set());
  /** Where a range begins: the row that was last chosen by itself. */
  let anchor: string | undefined;
  /** On a touch screen, which has no hover, the boxes show when they are asked for. */
  const [isChoosing, setChoosing] = createSignal(false);

  const visible = () => [...chosen()].filter(isShown);

  function toggle(id: string): void {
    anchor = id;
    const next = new Set(chosen());
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  }

  function extendTo(id: string): void {
    const all = ids();
    const from = all.indexOf(anchor ?? id);
    const to = all.indexOf(id);
    if (to < 0) return;
    const range = from < 0 ? [id] : all.slice(Math.min(from, to), Math.max(from, to) + 1);
    setChosen(new Set([...chosen(), ...range]));
  }

  /** Moves the cursor by so many rows; from nowhere it begins at the first. Returns where it is. */
  function step(by: number): string | undefined {
    const all = ids();
    const at = all.indexOf(cursor() ?? "");
    const next = at < 0 ? all[0] : all[Math.max(0, Math.min(all.length - 1, at + by))];
    setCursor(next);
    return next;
  }

  return {
    cursor,
    setCursor,
    chosen: visible,
    has: (id: string) => chosen().has(id),
    isOn: () => visible().length > 0,
    isChoosing,
    setChoosing,
    toggle,
    extendTo,
    step,
    all: () => setChosen(new Set(ids())),
    /** What has left the list is chosen no more: it must not be hit when it comes back. */
    prune: () => {
      if (visible().length < chosen().size) setChosen(new Set(visible()));
    },
    clear: () => {
      setChoosing(false);
      setChosen(new Set<string>());
    },
    /** What a key is meant for: the chosen rows, or the one that the cursor is at. */
    targets: (): readonly string[] => {
      if (visible().length > 0) return visible();
      const at = cursor();
      return at !== undefined && isShown(at) ? [at] : [];
    },
  };
}
