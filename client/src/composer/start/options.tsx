import ChevronRight from "lucide-solid/icons/chevron-right";
import { createSignal, lazy, Show, Suspense } from "solid-js";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import type { StartModel } from "./model.ts";

const StartFields = lazy(() => import("./fields.tsx"));

/** Folded away, and loaded when they are opened: most agents start with what the configuration says. */
export function StartOptions(props: { model: StartModel }) {
  const [wasOpened, setOpened] = createSignal(false);
  return (
    <details
      class="group/options border-t border-line"
      onToggle={(event) => event.currentTarget.open && setOpened(true)}
    >
      <summary class="flex min-h-9 items-center gap-1.5 rounded-b-xl px-4 text-sm text-ink-2 select-none marker:content-none hover:text-ink pointer-coarse:min-h-11 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          size={14}
          class="text-ink-3 transition-transform group-open/options:rotate-90"
          aria-hidden="true"
        />
        Options
      </summary>
      <Show when={wasOpened()}>
        <Suspense fallback={<RowsSkeleton rows={3} />}>
          <StartFields model={props.model} />
        </Suspense>
      </Show>
    </details>
  );
}
