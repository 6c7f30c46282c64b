import { createRoot, type JSX } from "solid-js";

/**
 * An icon for rows that come by the hundred while one scrolls: drawn once and then copied. lucide makes every part of
 * each anew from data, which was a quarter of what a task's row took.
 */
export function copied(draw: () => JSX.Element): () => Node {
  let first: Node | undefined;
  return () => {
    first ??= createRoot(draw) as Node; // an icon is one element
    return first.cloneNode(true);
  };
}
