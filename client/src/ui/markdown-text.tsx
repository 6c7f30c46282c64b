import { createEffect, createMemo, createSignal, onCleanup, onMount } from "solid-js";
import { drawPlain } from "./plain-text.ts";
import type { createMarkdownStream } from "./markdown.ts";

/**
 * The parser and the sanitizer are half the code of this page and come behind its first paint. They are asked for as
 * soon as the page's own code runs, so they are mostly there before the first message is.
 */
const [parser, setParser] = createSignal<typeof createMarkdownStream>();
import("./markdown.ts").then(
  (markdown) => setParser(() => markdown.createMarkdownStream),
  () => undefined, // The text stays as it was written.
);

/** Markdown, drawn at most once a frame while it is being written. */
export function MarkdownText(props: { text: string; isStreaming: boolean; class?: string }) {
  const [container, setContainer] = createSignal<HTMLDivElement>();
  let frame = 0;
  onMount(() => {
    const element = container();
    if (!element) return;
    const stream = createMemo(() => parser()?.(element));
    createEffect(() => {
      const { text, isStreaming } = props;
      const markdown = stream();
      cancelAnimationFrame(frame);
      if (!markdown) drawPlain(element, text);
      else if (!isStreaming) markdown.finish(text);
      else frame = requestAnimationFrame(() => markdown.update(text));
    });
  });
  onCleanup(() => cancelAnimationFrame(frame));
  return (
    <div
      ref={setContainer}
      class={`prose ${props.class ?? ""}`}
      data-streaming={props.isStreaming ? "" : undefined}
    />
  );
}
