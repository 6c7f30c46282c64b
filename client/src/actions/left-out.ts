import { createSignal } from "solid-js";
import type { LeavablePart } from "../../../shared/told.ts";

/** Parts of what an agent would be told that it is not. */
export function createLeftOut() {
  const [leaveOut, setLeaveOut] = createSignal<readonly LeavablePart[]>([]);
  return {
    leaveOut,
    leave: (kind: LeavablePart, isLeftOut: boolean) =>
      setLeaveOut((kinds) => [...kinds.filter((other) => other !== kind), ...(isLeftOut ? [kind] : [])]),
  };
}
