import { createUniqueId, For, Suspense } from "solid-js";
import { Dynamic } from "solid-js/web";
import type { Session } from "../../../../../shared/session.ts";
import { Modal } from "../../../ui/modal.tsx";
import { RowsSkeleton } from "../../../ui/rows-skeleton.tsx";
import { SheetHead } from "../../../ui/sheet-head.tsx";
import { aboutTabs } from "./tabs.ts";

/** Tabs as in the ARIA Authoring Practices: the arrows go from one to the next. */
export default function AboutSheet(props: {
  session: Session;
  tab: string;
  choose: (tab: string) => void;
  closed: () => void;
}) {
  const id = createUniqueId();
  const index = () =>
    Math.max(
      0,
      aboutTabs.findIndex((tab) => tab.id === props.tab),
    );
  const current = () => aboutTabs[index()];
  const buttons: HTMLButtonElement[] = [];
  const go = (to: number) => {
    const next = (to + aboutTabs.length) % aboutTabs.length;
    const tab = aboutTabs[next];
    if (tab) props.choose(tab.id);
    buttons[next]?.focus();
  };
  const steps: Record<string, () => number> = {
    ArrowRight: () => index() + 1,
    ArrowLeft: () => index() - 1,
    Home: () => 0,
    End: () => aboutTabs.length - 1,
  };
  return (
    <Modal label="About this session" class="sheet flex-col open:flex" onClosed={() => props.closed()}>
      {(close) => (
        <>
          <div class="flex-none border-b border-line px-4 pt-3">
            <SheetHead title="About this session" close={close} />
            <div
              role="tablist"
              aria-label="About this session"
              class="-mx-4 mt-1 flex gap-4 overflow-x-auto px-4 [scrollbar-width:none]"
              onKeyDown={(event) => {
                const step = steps[event.key];
                if (!step) return;
                event.preventDefault();
                go(step());
              }}
            >
              <For each={aboutTabs}>
                {(tab, place) => (
                  <button
                    ref={(button) => (buttons[place()] = button)}
                    type="button"
                    role="tab"
                    id={`${id}-${tab.id}`}
                    aria-selected={place() === index()}
                    aria-controls={`${id}-panel`}
                    tabindex={place() === index() ? 0 : -1}
                    class="min-h-9 flex-none border-b-2 border-transparent text-sm text-ink-2 hover:text-ink aria-selected:border-brass aria-selected:font-semibold aria-selected:text-ink pointer-coarse:min-h-11"
                    onClick={() => props.choose(tab.id)}
                  >
                    {tab.name}
                  </button>
                )}
              </For>
            </div>
          </div>
          <div
            role="tabpanel"
            id={`${id}-panel`}
            aria-labelledby={`${id}-${current()?.id ?? ""}`}
            tabindex="0"
            class="min-h-[min(26rem,60dvh)] flex-1 overflow-y-auto px-4 py-3 focus-visible:-outline-offset-2"
          >
            <Suspense fallback={<RowsSkeleton rows={5} />}>
              <Dynamic component={current()?.panel} session={props.session} />
            </Suspense>
          </div>
        </>
      )}
    </Modal>
  );
}
