import { For } from "solid-js";

/** What stands at the end of an address and rarely belongs to it. */
const ADDRESS = /https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]}']/g;

/** Plain text from outside with its web addresses as links; nothing else in it means anything. */
export function LinkedText(props: { text: string }) {
  const pieces = () => {
    const all: { text: string; isLink: boolean }[] = [];
    let at = 0;
    for (const { 0: address, index } of props.text.matchAll(ADDRESS)) {
      if (index > at) all.push({ text: props.text.slice(at, index), isLink: false });
      all.push({ text: address, isLink: true });
      at = index + address.length;
    }
    if (at < props.text.length) all.push({ text: props.text.slice(at), isLink: false });
    return all;
  };
  return (
    <For each={pieces()}>
      {(piece) =>
        piece.isLink ? (
          <a
            href={piece.text}
            target="_blank"
            rel="noopener noreferrer nofollow"
            class="font-medium break-all text-brass underline"
          >
            {piece.text}
          </a>
        ) : (
          piece.text
        )
      }
    </For>
  );
}
