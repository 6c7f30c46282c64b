import ArrowLeft from "lucide-solid/icons/arrow-left";
import X from "lucide-solid/icons/x";
import type { JSX } from "solid-js";

/** The way back out of the panel, and what else can be done with it. */
export function PanelBar(props: { close: () => void; children?: JSX.Element }) {
  return (
    <div class="flex items-center gap-1">
      <button
        type="button"
        class="icon-button -ml-2 lg:!hidden"
        aria-label="Back to the calendar"
        onClick={() => props.close()}
      >
        <ArrowLeft size={18} aria-hidden="true" />
      </button>
      <div class="ml-auto flex items-center gap-1">
        {props.children}
        <button
          type="button"
          class="icon-button max-lg:!hidden"
          aria-label="Close"
          title="Close"
          onClick={() => props.close()}
        >
          <X size={17} aria-hidden="true" />
        </button>
      </div>
    </div>
  );
}
