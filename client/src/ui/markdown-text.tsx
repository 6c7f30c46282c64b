import { createEffect, createMemo, createSignal, onCleanup, onMount } from "solid-js";
import { drawTogether } from "./draw-together.ts";
import { drawPlain } from "./plain-text.ts";
import type { CreateMarkdownStream } from "./markdown.ts";

/**
 * The parser and the sanitizer are half the code of this page and come behind its first paint. They are asked for as
 * soon as the page's own code runs, so they are mostly there before the first message is.
 */
const [parser, setParser] = createSignal<CreateMarkdownStream>();
import("./markdown.ts")
  .then(({ loadMarkdown }) => loadMarkdown())
  .then(
    (create) => setParser(() => create),
    () => undefined, // The text stays as it was written.
  );

/** Markdown; the text may grow while it is being written. */
export function MarkdownText(props: { text: string; isStreaming: boolean; class?: string }) {
  const [container, setContainer] = createSignal<HTMLDivElement>();
  let cancel: (() => void) | undefined;
  onMount(() => {
    const element = container();
    if (!element) return;
    const stream = createMemo(() => parser()?.(element));
    // Every piece of an answer makes the entries of its message anew: those that say the same are left alone.
    const text = createMemo(() => props.text);
    const isStreaming = createMemo(() => props.isStreaming);
    // Draws all that has come until then.
    const draw = () => stream()?.update(text());
    createEffect(() => {
      const written = text();
      const markdown = stream();
      if (markdown && isStreaming()) {
        cancel = drawTogether(draw);
        return;
      }
      cancel?.();
      if (markdown) markdown.finish(written);
      else drawPlain(element, written);
    });
  });
  onCleanup(() => cancel?.());
  return (
    <div
      ref={setContainer}
      class={`prose ${props.class ?? ""}`}
      data-streaming={props.isStreaming ? "" : undefined}
    />
  );
}
