import Repeat from "lucide-solid/icons/repeat";
import { describeRule } from "../../ui/recurrence-words.ts";

export default function RepeatMark(props: { rule: string; size: number }) {
  return (
    <span class="block" title={describeRule(props.rule)}>
      <Repeat size={props.size} aria-hidden="true" />
      <span class="sr-only">repeats {describeRule(props.rule)}</span>
    </span>
  );
}
