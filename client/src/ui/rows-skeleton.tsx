import { For } from "solid-js";

const widths = ["w-3/5", "w-2/5", "w-1/2", "w-3/4", "w-1/3"];

/** Stands where rows will stand, as high as they will be. */
export function RowsSkeleton(props: { rows: number }) {
  return (
    <div aria-busy="true">
      <span class="sr-only">Loading</span>
      <For each={Array.from({ length: props.rows }, (_, index) => index)}>
        {(index) => (
          <div class="flex h-11 items-center gap-3 px-3">
            <div class="skeleton size-4 !rounded-full" />
            <div class={`skeleton h-3 ${widths[index % widths.length]}`} />
          </div>
        )}
      </For>
    </div>
  );
}
