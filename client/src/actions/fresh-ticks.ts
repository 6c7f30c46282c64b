import { createEffect, on } from "solid-js";
import { now } from "../ui/now.ts";

/** A tick that went well is no event: while a page shows ticks, it asks again with the page's clock. */
export function useFreshTicks(refetch: () => void): void {
  createEffect(
    on(
      now,
      () => {
        if (document.visibilityState === "visible") refetch();
      },
      { defer: true },
    ),
  );
}
