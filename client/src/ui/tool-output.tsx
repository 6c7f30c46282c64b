import { createMemo, createSignal, For, Show } from "solid-js";
import { readAnsi, type AnsiPiece } from "./ansi.ts";
import { CopyButton } from "./copy-button.tsx";

/** A longer output is folded to so many lines at first. */
const FOLDED = 20;
/** So many lines are drawn at a time. */
const PAGE = 2_000;

const inks: Record<AnsiPiece["ink"], string> = {
  "": "",
  danger: "text-danger",
  clear: "text-clear",
  caution: "text-caution",
  brass: "text-brass",
  "ink-3": "text-ink-3",
};

/** What a tool printed. Text from outside: drawn as text, of a terminal's sequences only colours are kept. */
export function ToolOutput(props: {
  text: string;
  label: string;
  isError: boolean;
  /** What was typed to get it. */
  command?: string | undefined;
}) {
  const lines = createMemo(() => props.text.replace(/\n+$/, "").split("\n"));
  const [shown, setShown] = createSignal(FOLDED);
  const drawn = createMemo(() => readAnsi(lines().slice(0, shown()).join("\n")));
  const rest = () => lines().length - shown();
  return (
    <div
      class={`relative rounded-md border ${props.isError ? "border-danger-line bg-danger-soft" : "border-line bg-sunk"}`}
    >
      <div
        tabindex="0"
        role="group"
        aria-label={props.label}
        class="max-h-[min(32rem,60dvh)] overflow-auto px-3 py-2 pr-10 font-mono text-xs leading-5"
      >
        <Show when={props.command !== undefined}>
          <p class="break-words whitespace-pre-wrap text-ink">
            <span class="text-ink-3 select-none" aria-hidden="true">
              ${" "}
            </span>
            {props.command}
          </p>
        </Show>
        <pre class={`break-words whitespace-pre-wrap ${props.isError ? "text-danger" : "text-ink-2"}`}>
          <Show when={props.text !== ""} fallback={<span class="text-ink-3">(nothing)</span>}>
            <For each={drawn()}>
              {(piece) => (
                <span class={`${inks[piece.ink]} ${piece.isBold ? "font-semibold" : ""}`}>{piece.text}</span>
              )}
            </For>
          </Show>
        </pre>
      </div>
      <CopyButton
        label={`Copy: ${props.label}`}
        text={() => props.text}
        class="absolute top-1 right-1 pointer-coarse:size-11"
      />
      <Show when={rest() > 0}>
        <button
          type="button"
          class="button m-1 pointer-coarse:min-h-11"
          data-kind="quiet"
          onClick={() => setShown((count) => (count === FOLDED ? PAGE : count + PAGE))}
        >
          {moreWords(rest(), shown() === FOLDED ? PAGE - FOLDED : PAGE)}
        </button>
      </Show>
    </div>
  );
}

function moreWords(rest: number, next: number): string {
  if (rest === 1) return "Show the last line";
  return rest <= next ? `Show all ${rest} further lines` : `Show ${next} of ${rest} further lines`;
}
