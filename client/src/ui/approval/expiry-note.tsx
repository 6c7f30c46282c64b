import { Show } from "solid-js";
import type { Approval } from "../../../../shared/approval.ts";
import { now } from "../now.ts";
import { exactTime } from "../time.ts";

const DAY = 24 * 60 * 60_000;

/** Said when there is little time left: what is not answered is denied. */
export function ExpiryNote(props: { approval: Approval }) {
  const soon = () => {
    const { expiresAt } = props.approval;
    return expiresAt && expiresAt.getTime() - now().getTime() < DAY ? expiresAt : undefined;
  };
  return (
    <Show when={soon()}>
      {(at) => <p class="px-4 pb-3 text-xs text-ink-2">Denied by itself at {exactTime(at())}.</p>}
    </Show>
  );
}
