import { For } from "solid-js";
import { WithCode } from "./with-code.tsx";

/** What to do, one after the other. */
export function Steps(props: { steps: readonly string[]; class?: string }) {
  return (
    <ol class={`flex list-decimal flex-col gap-1 pl-5 break-words text-ink-2 ${props.class ?? ""}`}>
      <For each={props.steps}>
        {(step) => (
          <li>
            <WithCode text={step} />
          </li>
        )}
      </For>
    </ol>
  );
}
