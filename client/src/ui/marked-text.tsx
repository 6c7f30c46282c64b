import { createMemo, For } from "solid-js";
import type { Excerpt } from "../../../shared/search.ts";

/** A text with the words that were looked for. */
export function MarkedText(props: { excerpt: Excerpt }) {
  const pieces = createMemo(() => {
    const { text, marks } = props.excerpt;
    const all: { text: string; isMark: boolean }[] = [];
    let at = 0;
    for (const { start, end } of marks) {
      if (start < at || end > text.length) continue;
      if (start > at) all.push({ text: text.slice(at, start), isMark: false });
      all.push({ text: text.slice(start, end), isMark: true });
      at = end;
    }
    if (at < text.length) all.push({ text: text.slice(at), isMark: false });
    return all;
  });
  return <For each={pieces()}>{(piece) => (piece.isMark ? <mark>{piece.text}</mark> : piece.text)}</For>;
}
