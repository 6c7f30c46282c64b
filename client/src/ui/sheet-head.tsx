import X from "lucide-solid/icons/x";

/** The title of a sheet, and the way out of it. */
export function SheetHead(props: { title: string; close: () => void }) {
  return (
    <div class="flex items-center justify-between gap-3">
      <h2 class="title text-lg">{props.title}</h2>
      <button
        type="button"
        class="icon-button pointer-coarse:size-11"
        aria-label="Close"
        onClick={() => props.close()}
      >
        <X size={17} aria-hidden="true" />
      </button>
    </div>
  );
}
