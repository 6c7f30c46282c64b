import { createMemo, For, type Accessor, type JSX } from "solid-js";

/**
 * A list whose rows live as long as their id: a changed item changes its row in place, so that a live update takes
 * neither the focus nor an open menu away.
 */
export function Keyed<T>(props: {
  each: readonly T[];
  by: (item: T) => string;
  children: (item: Accessor<T>, index: Accessor<number>) => JSX.Element;
}): JSX.Element {
  const byId = createMemo(() => new Map(props.each.map((item) => [props.by(item), item])));
  const ids = createMemo(() => [...byId().keys()]);
  return (
    <For each={ids()}>
      {(id, index) => {
        // A row is computed once more on its way out, when its item is gone already.
        const item = createMemo<T | undefined>((last) => byId().get(id) ?? last);
        return props.children(item as Accessor<T>, index); // present: the id came from the map
      }}
    </For>
  );
}
