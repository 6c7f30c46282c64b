import { now } from "./now.ts";
import { describeDue, exactTime, type Due } from "./time.ts";

const tones: Record<Due["tone"], string> = {
  overdue: "text-danger font-semibold",
  today: "text-brass font-semibold",
  later: "text-ink-3",
};

export function DueDate(props: { due: Date; closed?: boolean }) {
  const due = () => describeDue(props.due, now());
  return (
    <time
      class={`flex-none text-xs whitespace-nowrap ${props.closed ? "text-ink-3" : tones[due().tone]}`}
      dateTime={props.due.toISOString()}
      title={`Due ${exactTime(props.due)}`}
    >
      <span class="sr-only">{!props.closed && due().tone === "overdue" ? "overdue, " : "due "}</span>
      {due().text}
    </time>
  );
}
