import X from "lucide-solid/icons/x";
import { For } from "solid-js";
import type { DraftImage } from "../../../shared/draft.ts";

/** The pictures that go with the message that is being written. */
export default function Pictures(props: {
  images: readonly DraftImage[];
  remove: (image: DraftImage) => void;
}) {
  return (
    <ul aria-label="Pictures" class="flex flex-wrap gap-3 px-2 pt-2 pb-1 pointer-coarse:gap-6">
      <For each={props.images}>
        {(image, index) => (
          <li class="relative">
            <img
              src={`data:${image.mediaType};base64,${image.data}`}
              alt={`Picture ${index() + 1}`}
              class="size-16 rounded-lg border border-line object-cover"
            />
            <button
              type="button"
              class="absolute -top-2 -right-2 grid size-6 place-items-center pointer-coarse:-top-4 pointer-coarse:-right-4 pointer-coarse:size-11"
              aria-label={`Remove picture ${index() + 1}`}
              onClick={() => props.remove(image)}
            >
              <span class="grid size-6 place-items-center rounded-full border border-line-strong bg-sheet text-ink-2 hover:text-ink">
                <X size={13} aria-hidden="true" />
              </span>
            </button>
          </li>
        )}
      </For>
    </ul>
  );
}
