import { Show } from "solid-js";
import type { Session } from "../../../../shared/session.ts";
import { Problem } from "../../ui/problem.tsx";

/** Why the last turn did not come to its end. */
export default function TurnEnd(props: { error: string; session: Session; sendAgain: () => void }) {
  return (
    <div class="mt-4">
      <Show
        when={props.session.status === "failed"}
        fallback={<p class="text-center text-sm text-ink-3">{props.error}</p>}
      >
        <Problem title="This turn failed" message={props.error}>
          <p class="mt-2 text-sm text-ink-2">
            Nothing written so far is lost. Mend the cause, then send the last message again or write a new
            one.
          </p>
          <button type="button" class="button mt-3" onClick={() => props.sendAgain()}>
            Send again
          </button>
        </Problem>
      </Show>
    </div>
  );
}
