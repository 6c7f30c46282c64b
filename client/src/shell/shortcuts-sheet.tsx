import X from "lucide-solid/icons/x";
import { createMemo, For } from "solid-js";
import { KeyCaps } from "../ui/key-caps.tsx";
import { Modal } from "../ui/modal.tsx";
import { keyCaps } from "./key-steps.ts";
import { boundKeys, isMac } from "./keys.ts";
import type { OverlayProps } from "./overlays.ts";

/** Every key that works on the page behind it, from the tables that bind them. */
export function ShortcutsSheet(props: OverlayProps) {
  const contexts = createMemo(() => {
    const byContext = new Map<string, Map<string, string[]>>();
    // The page's own first: those that work everywhere are known soon.
    for (const { context, bindings } of boundKeys().toReversed()) {
      const byWords = byContext.get(context) ?? new Map<string, string[]>();
      for (const { words, keys } of bindings) byWords.set(words, [...(byWords.get(words) ?? []), keys]);
      byContext.set(context, byWords);
    }
    return [...byContext].map(([context, byWords]) => ({ context, lines: [...byWords] }));
  });
  return (
    <Modal label="Keyboard shortcuts" class="sheet" onClosed={props.onClosed}>
      {(close) => (
        <div class="flex max-h-[inherit] flex-col">
          <div class="flex flex-none items-center justify-between border-b border-line py-2 pr-2 pl-5">
            <h2 class="title text-lg">Keyboard shortcuts</h2>
            <button type="button" class="icon-button" aria-label="Close" onClick={close}>
              <X size={17} aria-hidden="true" />
            </button>
          </div>
          <div
            class="gap-x-10 overflow-y-auto overscroll-contain px-5 pt-4 pb-6 sm:columns-2"
            tabindex="0"
            role="group"
            aria-label="All shortcuts"
          >
            <For each={contexts()}>
              {({ context, lines }) => (
                <section class="mb-5 break-inside-avoid" aria-label={context}>
                  <h3 class="sign mb-1.5 text-ink-3">{context}</h3>
                  <dl>
                    <For each={lines}>
                      {([words, ways]) => (
                        <div class="flex min-h-8 items-center gap-4 border-b border-line py-1 last:border-0">
                          <dt class="min-w-0 flex-1">{words}</dt>
                          <dd>
                            <For each={ways}>
                              {(keys, index) => (
                                <>
                                  {index() > 0 && <span class="mx-1 text-xs text-ink-3">or</span>}
                                  <KeyCaps presses={keyCaps(keys, isMac)} />
                                </>
                              )}
                            </For>
                          </dd>
                        </div>
                      )}
                    </For>
                  </dl>
                </section>
              )}
            </For>
            <p class="break-inside-avoid text-sm text-ink-3">
              These work on the page behind. Other pages have more of their own.
            </p>
          </div>
        </div>
      )}
    </Modal>
  );
}
