import type { JSX } from "solid-js";

/** A question about going on, above the composer. */
export function HeldFrame(props: { label: string; title: string; children: JSX.Element }) {
  return (
    <div class="mx-auto w-full max-w-[46rem] px-3 pb-2 sm:px-4">
      <section
        aria-label={props.label}
        class="rounded-xl border border-brass-line bg-brass-soft px-4 py-3 text-sm"
      >
        <h2 class="text-base font-semibold">{props.title}</h2>
        {props.children}
      </section>
    </div>
  );
}
