import { createEffect, createSignal, onCleanup, onMount } from "solid-js";
import { createMarkdownStream } from "./markdown.ts";

/** Markdown, drawn at most once a frame while it is being written. */
export function MarkdownText(props: { text: string; isStreaming: boolean; class?: string }) {
  const [container, setContainer] = createSignal<HTMLDivElement>();
  let frame = 0;
  onMount(() => {
    const element = container();
    if (!element) return;
    const stream = createMarkdownStream(element);
    createEffect(() => {
      const { text, isStreaming } = props;
      cancelAnimationFrame(frame);
      if (!isStreaming) stream.finish(text);
      else frame = requestAnimationFrame(() => stream.update(text));
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
