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

/**
 * While an answer is being written, drawing it takes at most this share of the page's time. Its layout and paint cost
 * several times the parsing, more the longer the page is and the slower the machine; how much, each drawing tells.
 */
const SHARE = 1 / 10;
/** So far apart are drawings at least and at most, in ms: an answer that came in larger steps would seem to stutter. */
const [OFTEN, SELDOM] = [50, 150];

/** Markdown; the text may grow while it is being written. */
export function MarkdownText(props: { text: string; isStreaming: boolean; class?: string }) {
  const [container, setContainer] = createSignal<HTMLDivElement>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  let nextAt = 0;
  const cancel = () => {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    timer = undefined;
  };
  onMount(() => {
    const element = container();
    if (!element) return;
    const stream = createMemo(() => parser()?.(element));
    // Every piece of an answer makes the entries of its message anew: those that say the same are left alone.
    const text = createMemo(() => props.text);
    const isStreaming = createMemo(() => props.isStreaming);
    const draw = () => {
      timer = undefined;
      const began = performance.now();
      stream()?.update(text());
      nextAt = began + OFTEN;
      // Runs when this frame has been laid out and painted.
      setTimeout(() => {
        const now = performance.now();
        nextAt = Math.max(nextAt, began + Math.min((now - began) / SHARE, SELDOM));
      });
    };
    createEffect(() => {
      const written = text();
      const markdown = stream();
      if (markdown && isStreaming()) {
        // What comes until then is drawn with it.
        timer ??= setTimeout(
          () => (frame = requestAnimationFrame(draw)),
          Math.max(0, nextAt - performance.now()),
        );
        return;
      }
      cancel();
      if (markdown) markdown.finish(written);
      else drawPlain(element, written);
    });
  });
  onCleanup(cancel);
  return (
    <div
      ref={setContainer}
      class={`prose ${props.class ?? ""}`}
      data-streaming={props.isStreaming ? "" : undefined}
    />
  );
}
