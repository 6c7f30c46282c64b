import X from "lucide-solid/icons/x";
import type { JSX } from "solid-js";
import { Modal } from "../../ui/modal.tsx";

/** Comes up from the lower edge of a phone, with a bar of its own. `aside`: what else the bar has. */
export function Sheet(props: {
  label: string;
  onClosed: () => void;
  aside?: (close: () => void) => JSX.Element;
  children: (close: () => void) => JSX.Element;
}) {
  return (
    <Modal label={props.label} class="sheet" onClosed={() => props.onClosed()}>
      {(close) => (
        <div class="max-h-[80dvh] overflow-y-auto px-4 py-3">
          <div class="flex items-center gap-1 pb-2">
            <h2 class="sign mr-auto text-ink-2">{props.label}</h2>
            {props.aside?.(close)}
            <button type="button" class="icon-button" aria-label="Close" onClick={close}>
              <X size={17} aria-hidden="true" />
            </button>
          </div>
          {props.children(close)}
        </div>
      )}
    </Modal>
  );
}
