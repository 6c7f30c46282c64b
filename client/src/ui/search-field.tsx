import Search from "lucide-solid/icons/search";

/** Filters at every letter. Escape empties it, and leaves it when it is empty. The key `/` finds it. */
export function SearchField(props: {
  label: string;
  placeholder: string;
  value: string;
  change: (text: string) => void;
}) {
  return (
    <div class="relative min-w-[11rem] flex-1">
      <Search
        size={15}
        class="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-ink-3"
        aria-hidden="true"
      />
      <input
        type="search"
        data-search
        aria-label={props.label}
        placeholder={props.placeholder}
        class="field !pl-9"
        value={props.value}
        onInput={(event) => props.change(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          if (event.currentTarget.value === "") event.currentTarget.blur();
          else props.change("");
        }}
      />
    </div>
  );
}
