import type { JSX } from "solid-js";
import { Dynamic } from "solid-js/web";

/** Nothing here, and what to do about it. */
export function Empty(props: {
  title: string;
  children: JSX.Element;
  action?: JSX.Element;
  level?: "h1" | "h2";
}) {
  return (
    <div class="flex flex-col items-center px-6 py-12 text-center">
      <svg viewBox="0 0 64 40" class="h-12 w-20 text-brass-line" fill="none" aria-hidden="true">
        <path d="M4 37h56" stroke="currentColor" stroke-width="2" stroke-linecap="round" />
        <rect x="12" y="15" width="40" height="18" rx="3" stroke="currentColor" stroke-width="2" />
        <path
          d="M26 15v-4a3 3 0 0 1 3-3h6a3 3 0 0 1 3 3v4M20 15v18m24-18v18"
          stroke="currentColor"
          stroke-width="2"
        />
        <circle cx="19" cy="36.5" r="1.5" class="fill-brass-line" />
        <circle cx="45" cy="36.5" r="1.5" class="fill-brass-line" />
      </svg>
      <Dynamic component={props.level ?? "h2"} class="title mt-4 text-lg">
        {props.title}
      </Dynamic>
      <p class="mt-1 max-w-[26rem] text-ink-2">{props.children}</p>
      {props.action && <div class="mt-4">{props.action}</div>}
    </div>
  );
}
