import { getOwner, onCleanup, onMount, runWithOwner } from "solid-js";

/** Loads behind the first paint what that does not need, and runs it as a part of the calling component. */
export function useLate(load: () => Promise<() => void>): void {
  const owner = getOwner();
  let isGone = false;
  onCleanup(() => (isGone = true));
  const bring = async () => {
    const run = await load();
    if (!isGone) runWithOwner(owner, run);
  };
  onMount(() => void bring().catch(reportError));
}
