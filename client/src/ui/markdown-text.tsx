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
 * How often an answer is drawn while it is being written, in ms. A reader sees no difference; the page's layout and
 * paint, which cost several times the parsing, do.
 */
const DRAW_MS = 100;

/** Markdown; the text may grow while it is being written. */
export function MarkdownText(props: { text: string; isStreaming: boolean; class?: string }) {
  const [container, setContainer] = createSignal<HTMLDivElement>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  let drawnAt = 0;
  const cancel = () => {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    timer = undefined;
  };
  onMount(() => {
    const element = container();
    if (!element) return;
    const stream = createMemo(() => parser()?.(element));
    const draw = () => {
      timer = undefined;
      drawnAt = performance.now();
      stream()?.update(props.text);
    };
    createEffect(() => {
      const { text, isStreaming } = props;
      const markdown = stream();
      if (markdown && isStreaming) {
        // What comes until then is drawn with it.
        timer ??= setTimeout(
          () => (frame = requestAnimationFrame(draw)),
          Math.max(0, drawnAt + DRAW_MS - performance.now()),
        );
        return;
      }
      cancel();
      if (markdown) markdown.finish(text);
      else drawPlain(element, text);
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
