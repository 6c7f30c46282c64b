import { Show } from "solid-js";
import type { Session } from "../../../../shared/session.ts";
import { goOn, setResume } from "../../actions/spending.ts";
import { now } from "../../ui/now.ts";
import { untilWords } from "../../ui/until-words.ts";
import { HeldFrame } from "./held-frame.tsx";

/** A limit of the Claude plan stopped the turn. */
export default function LimitCard(props: { session: Session; until: Date }) {
  const isOver = () => props.until <= now();
  return (
    <HeldFrame
      label="Waits for the limit"
      title={isOver() ? "The limit of the plan is over" : "The limit of the Claude plan is met"}
    >
      <p class="mt-0.5 text-ink-2">
        <Show when={!isOver()} fallback="The agent can go on where it stopped.">
          It ends at {untilWords(props.until, now())}.{" "}
          {props.session.resumesAtReset
            ? "The agent goes on by itself then, where it stopped."
            : "The agent stays where it stopped until you let it go on."}
        </Show>
      </p>
      <div class="mt-2.5 flex flex-wrap gap-2">
        <Show when={!isOver()}>
          <button
            type="button"
            class="button"
            data-kind={props.session.resumesAtReset ? undefined : "main"}
            onClick={() => void setResume(props.session, !props.session.resumesAtReset)}
          >
            {props.session.resumesAtReset ? "Do not go on by itself" : "Go on then"}
          </button>
        </Show>
        <button
          type="button"
          class="button"
          data-kind={isOver() ? "main" : undefined}
          onClick={() => void goOn(props.session.id)}
        >
          {isOver() ? "Go on" : "Try now"}
        </button>
      </div>
    </HeldFrame>
  );
}
