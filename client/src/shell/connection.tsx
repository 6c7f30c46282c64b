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

/** Says across the page what works without the server. It goes by itself. */
export function OfflineStrip(props: { state: Connection; waiting: number }) {
  const kept = () =>
    props.waiting === 0
      ? "Changes to tasks are kept here until it is back."
      : `${props.waiting === 1 ? "One change is" : `${props.waiting} changes are`} kept here until it is back.`;
  return (
    <div role="status">
      <Show when={props.state === "offline"}>
        <p class="late flex gap-3 border-b border-line bg-sunk px-4 py-2.5 text-sm text-ink-2 sm:px-9">
          <span class="lamp mt-1.5 text-danger" data-aspect="danger" aria-hidden="true" />
          <span>
            <strong class="font-semibold text-ink">Porter does not answer.</strong> What has been loaded can
            still be read. {kept()} It is tried again by itself.
          </span>
        </p>
      </Show>
    </div>
  );
}

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
