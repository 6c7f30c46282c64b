import ChevronRight from "lucide-solid/icons/chevron-right";
import { Show } from "solid-js";
import type { LeavablePart, ToldPartShown } from "../../../shared/told.ts";
import { Keyed } from "./keyed.tsx";
import { formatCount } from "./money.ts";
import { partWords } from "./told-words.ts";

/** What an agent is told beside its prompt, as it reads it: each part folded, behind a mark that leaves it out. */
export function ToldParts(props: {
  parts: readonly ToldPartShown[];
  leave: (kind: LeavablePart, isLeftOut: boolean) => void;
}) {
  return (
    <>
      <ul class="flex flex-col">
        <Keyed each={props.parts} by={({ kind }) => kind}>
          {(part) => <Part part={part()} leave={props.leave} />}
        </Keyed>
      </ul>
      <p class="mt-1.5 text-xs text-ink-3">
        What is not marked it is not told. It can still look there with its tools.
      </p>
    </>
  );
}

function Part(props: { part: ToldPartShown; leave: (kind: LeavablePart, isLeftOut: boolean) => void }) {
  return (
    <li class="flex items-start border-b border-line">
      <label class="flex min-h-9 w-7 flex-none items-center pointer-coarse:min-h-11 pointer-coarse:w-11">
        <input
          type="checkbox"
          class="check"
          aria-label={`Tell it: ${partWords[props.part.kind]}`}
          checked={!props.part.isLeftOut}
          disabled={props.part.kind === "porter"}
          title={props.part.kind === "porter" ? "It is always told this" : undefined}
          onChange={(event) => {
            const { kind } = props.part;
            if (kind !== "porter") props.leave(kind, !event.currentTarget.checked);
          }}
        />
      </label>
      <details class="group/part min-w-0 flex-1">
        <summary class="flex min-h-9 items-center gap-1.5 text-sm select-none marker:content-none hover:bg-hover pointer-coarse:min-h-11 [&::-webkit-details-marker]:hidden">
          <ChevronRight
            size={14}
            class="flex-none text-ink-3 transition-transform group-open/part:rotate-90"
            aria-hidden="true"
          />
          <span class="min-w-0 flex-1" classList={{ "text-ink-3 line-through": props.part.isLeftOut }}>
            {partWords[props.part.kind]}
          </span>
          <span class="text-xs text-ink-3">
            <Show when={props.part.isLeftOut} fallback={`${formatCount(props.part.text.length)} characters`}>
              left out
            </Show>
          </span>
        </summary>
        <pre
          tabindex="0"
          class="mb-2 max-h-80 overflow-auto rounded-md border border-line bg-sunk px-3 py-2 font-mono text-xs leading-5 break-words whitespace-pre-wrap"
        >
          {props.part.text}
        </pre>
      </details>
    </li>
  );
}
