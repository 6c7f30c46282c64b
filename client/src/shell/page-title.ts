import { createEffect, onCleanup, type Accessor } from "solid-js";

/** The document's title while the calling page stands. */
export function usePageTitle(title: Accessor<string>): void {
  createEffect(() => {
    document.title = title() === "" ? "Porter" : `${title()} · Porter`;
  });
  onCleanup(() => {
    document.title = "Porter";
  });
}
