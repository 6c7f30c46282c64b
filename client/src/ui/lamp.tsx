import type { SessionStatus } from "../../../shared/session.ts";

type Aspect = "clear" | "caution" | "danger" | "done" | "unlit";
const aspects: Record<SessionStatus, Aspect> = {
  queued: "unlit",
  running: "clear",
  waiting: "caution",
  completed: "done",
  failed: "danger",
  interrupted: "unlit",
};
const words: Record<SessionStatus, string> = {
  queued: "Queued",
  running: "Running",
  waiting: "Waits for you",
  completed: "Completed",
  failed: "Failed",
  interrupted: "Interrupted",
};
const inks: Record<Aspect, string> = {
  clear: "text-clear",
  caution: "text-caution",
  danger: "text-danger",
  done: "text-ink-3",
  unlit: "text-ink-3",
};
export const sessionWord = (status: SessionStatus) => words[status];

/** A session's state as a railway signal shows it: clear, caution, danger, or unlit. */
export function Lamp(props: { status: SessionStatus }) {
  return (
    <span
      aria-hidden="true"
      class={`lamp ${inks[aspects[props.status]]}`}
      data-aspect={aspects[props.status]}
    />
  );
}

export function LampWithWord(props: { status: SessionStatus }) {
  return (
    <span class={`inline-flex items-center gap-2 text-sm font-medium ${inks[aspects[props.status]]}`}>
      <Lamp status={props.status} />
      {words[props.status]}
    </span>
  );
}
