import { createEffect, createSignal, onCleanup, type Accessor } from "solid-js";

/** After so many ms without a key the line is read. */
const REST_MS = 120;

/** What `read` understands of a line that is being typed; undefined while that is not known. */
export function createTypedLine<T>(
  text: Accessor<string>,
  read: (line: string) => Promise<T>,
): Accessor<T | undefined> {
  const [understood, setUnderstood] = createSignal<T>();
  createEffect(() => {
    const line = text().trim();
    let isStale = false;
    const timer = setTimeout(() => {
      read(line).then(
        (answer) => isStale || setUnderstood(() => answer),
        () => isStale || setUnderstood(undefined), // It is a help only: the line itself is not lost.
      );
    }, REST_MS);
    onCleanup(() => {
      isStale = true;
      clearTimeout(timer);
    });
  });
  return understood;
}
