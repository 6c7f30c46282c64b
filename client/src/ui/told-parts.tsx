import ChevronRight from "lucide-solid/icons/chevron-right";
import { For } from "solid-js";
import type { ToldPart } from "../../../shared/told.ts";
import { formatCount } from "./money.ts";

/** Typed so that a new kind cannot be forgotten. */
const titles: Record<ToldPart["kind"], string> = {
  porter: "Porter and its tools",
  integrations: "Integrations",
  calendar: "Calendar, today and tomorrow",
  task: "The task, its steps and comments",
  earlier: "Earlier sessions on the task",
  instructions: "Instructions",
};

/** What an agent is told beside its prompt, as it reads it, each part folded. */
export function ToldParts(props: { parts: readonly ToldPart[] }) {
  return (
    <ul class="flex flex-col">
      <For each={props.parts}>
        {(part) => (
          <li class="border-b border-line">
            <details class="group/part">
              <summary class="flex min-h-9 items-center gap-1.5 text-sm select-none marker:content-none hover:bg-hover pointer-coarse:min-h-11 [&::-webkit-details-marker]:hidden">
                <ChevronRight
                  size={14}
                  class="flex-none text-ink-3 transition-transform group-open/part:rotate-90"
                  aria-hidden="true"
                />
                <span class="min-w-0 flex-1">{titles[part.kind]}</span>
                <span class="text-xs text-ink-3">{formatCount(part.text.length)} characters</span>
              </summary>
              <pre
                tabindex="0"
                class="mb-2 max-h-80 overflow-auto rounded-md border border-line bg-sunk px-3 py-2 font-mono text-xs leading-5 break-words whitespace-pre-wrap"
              >
                {part.text}
              </pre>
            </details>
          </li>
        )}
      </For>
    </ul>
  );
}
