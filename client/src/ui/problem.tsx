import { Show, type JSX } from "solid-js";

/** What went wrong, and the way on. */
export function Problem(props: {
  title: string;
  message: string;
  retry?: () => void;
  children?: JSX.Element;
}) {
  return (
    <div role="alert" class="rounded-lg border border-danger-line bg-danger-soft px-4 py-3">
      <p class="font-semibold text-danger">{props.title}</p>
      <p class="mt-0.5 break-words text-ink-2">{props.message}</p>
      {props.children}
      <Show when={props.retry}>
        <button type="button" class="button mt-3" onClick={() => props.retry?.()}>
          Try again
        </button>
      </Show>
    </div>
  );
}
