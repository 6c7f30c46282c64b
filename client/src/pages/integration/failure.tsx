import { Show } from "solid-js";
import type { Integration, Remedy } from "../../../../shared/integration.ts";
import { now } from "../../ui/now.ts";
import { timeUntil } from "../../ui/time.ts";
import { WithCode } from "../../ui/with-code.tsx";

const remedyWords: Record<Remedy, string> = {
  retry: "It is tried again by itself.",
  auth: "Sign in to its service again.",
  config: "Its settings have to be changed.",
  broken: "It is broken. Reload it once it is mended, or turn it off.",
};

/** What went wrong last, and what helps. */
export function Failure(props: { error: NonNullable<Integration["error"]>; retryAt: Date | null }) {
  return (
    <div class="mt-4 rounded-lg border border-danger-line bg-danger-soft px-4 py-3">
      <p class="break-words text-danger">
        <WithCode text={props.error.message} />
      </p>
      <p class="mt-1 text-sm text-ink-2">
        {remedyWords[props.error.remedy]}
        <Show when={props.retryAt}>{(at) => <> Next try {timeUntil(at(), now())}.</>}</Show>
      </p>
    </div>
  );
}
