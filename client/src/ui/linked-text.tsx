import { createMemo, For } from "solid-js";
import { isHtml, readHtml, type Piece } from "./html-text.ts";

/** Without what stands at the end of an address and rarely belongs to it. */
const ADDRESS = /https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]}']/g;

/** Plain text with its web addresses as links. */
function readPlain(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    if (index > at) pieces.push({ text: text.slice(at, index) });
    pieces.push({ text: address, href: address });
    at = index + address.length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at) });
  return pieces;
}

/** Text from outside, be it HTML: its lines, and its addresses as links. Nothing else in it means anything. */
export function LinkedText(props: { text: string }) {
  const pieces = createMemo(() =>
    (isHtml(props.text) ? readHtml(props.text) : [{ text: props.text }]).flatMap((piece: Piece) =>
      piece.href === undefined ? readPlain(piece.text) : piece,
    ),
  );
  return (
    <For each={pieces()}>
      {({ text, href }) =>
        href === undefined ? (
          text
        ) : (
          <a
            href={href}
            title={href === text ? undefined : href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            class={`font-medium text-brass underline ${href === text ? "break-all" : ""}`}
          >
            {text}
          </a>
        )
      }
    </For>
  );
}
