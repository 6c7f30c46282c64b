import { Show } from "solid-js";
import type { Session } from "../../../../shared/session.ts";
import { Lamp, LampWithWord } from "../../ui/lamp.tsx";
import { now } from "../../ui/now.ts";
import { untilWords } from "../../ui/until-words.ts";

/** The session's state; of one that a limit of the plan holds, how long. */
export function StatusWord(props: { session: Session }) {
  const until = () => (props.session.status === "waiting" ? props.session.limitedUntil : null);
  return (
    <Show when={until()} fallback={<LampWithWord status={props.session.status} />}>
      {(end) => (
        <span class="inline-flex items-center gap-2 text-sm font-medium text-caution">
          <Lamp status="waiting" />
          {/* A phone's header has no room for all of it; the card says it again. */}
          <span>
            <span class="max-sm:sr-only">Waits for the limit </span>until {untilWords(end(), now())}
          </span>
        </span>
      )}
    </Show>
  );
}
