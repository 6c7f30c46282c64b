import X from "lucide-solid/icons/x";
import { For, Show } from "solid-js";
import { dismissToast, toasts } from "./toast.ts";

export function Toasts() {
  return (
    <div
      role="status"
      aria-live="polite"
      class="pointer-events-none fixed inset-x-0 bottom-[calc(4.75rem+env(safe-area-inset-bottom))] z-50 flex flex-col items-center gap-2 px-4 md:bottom-6"
    >
      <For each={toasts()}>
        {(toast) => (
          <div class="pointer-events-auto flex max-w-full items-center gap-2 rounded-lg bg-livery py-1.5 pr-1.5 pl-4 text-sm text-livery-ink shadow-lg ring-1 ring-livery-line">
            <Show when={toast.kind === "error"}>
              <span class="lamp" data-aspect="danger" />
            </Show>
            <span class="min-w-0 truncate">{toast.message}</span>
            <Show when={toast.action}>
              {(action) => (
                <button
                  type="button"
                  class="min-h-9 rounded-md px-3 font-semibold text-livery-brass hover:bg-livery-2"
                  onClick={() => {
                    dismissToast(toast.id);
                    action().run();
                  }}
                >
                  {action().label}
                </button>
              )}
            </Show>
            <button
              type="button"
              aria-label="Dismiss"
              class="grid size-9 place-items-center rounded-md text-livery-ink-2 hover:bg-livery-2"
              onClick={() => dismissToast(toast.id)}
            >
              <X size={15} aria-hidden="true" />
            </button>
          </div>
        )}
      </For>
    </div>
  );
}
