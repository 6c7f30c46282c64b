import { Show } from "solid-js";
import type { Connection } from "../api/live.ts";

const words: Record<Connection, string> = {
  connecting: "Connecting",
  live: "Live",
  reconnecting: "Reconnecting",
  offline: "Offline",
};
const aspects: Record<Connection, string> = {
  connecting: "unlit",
  live: "done",
  reconnecting: "caution",
  offline: "danger",
};

/** Quiet while all is well; a word beside the lamp as soon as it is not. */
export function ConnectionState(props: { state: Connection }) {
  return (
    <div role="status" class="flex items-center gap-2 text-xs text-livery-ink-2" title={words[props.state]}>
      <span class="lamp" data-aspect={aspects[props.state]} aria-hidden="true" />
      <Show
        when={props.state === "reconnecting" || props.state === "offline"}
        fallback={<span class="sr-only">{words[props.state]}</span>}
      >
        <span class="font-medium text-livery-ink">{words[props.state]}</span>
      </Show>
    </div>
  );
}
