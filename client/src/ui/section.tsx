import { Show, type JSX } from "solid-js";

/** A part of a page under its sign. */
export function Section(props: {
  title: string;
  count?: number | string;
  aside?: JSX.Element;
  children: JSX.Element;
}) {
  return (
    <section aria-label={props.title}>
      <div class="flex min-h-8 items-center gap-2 border-b border-line pb-1.5">
        <h2 class="sign text-ink-2">{props.title}</h2>
        <Show when={props.count !== undefined}>
          <span class="text-xs text-ink-3">{props.count}</span>
        </Show>
        <div class="ml-auto">{props.aside}</div>
      </div>
      <div class="pt-1.5">{props.children}</div>
    </section>
  );
}
