import { getOwner, onCleanup, onMount, runWithOwner, type Accessor } from "solid-js";
import type { Notification } from "../../../shared/notification.ts";

/** `usePresence`, loaded behind the first paint. */
export function useLatePresence(unread: Accessor<readonly Notification[]>): void {
  const owner = getOwner();
  let isGone = false;
  onCleanup(() => (isGone = true));
  const bring = async () => {
    const { usePresence } = await import("./presence.ts");
    if (!isGone) runWithOwner(owner, () => usePresence(unread));
  };
  onMount(() => {
    void bring().catch(reportError);
  });
}
