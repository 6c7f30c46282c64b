import { createMemo, createSignal, For, Match, Show, Switch } from "solid-js";
import { foldSame, type DiffLine } from "./diff-lines.ts";

/** More lines are drawn when they are asked for. */
const DRAWN = 400;

const looks = {
  same: { sign: " ", word: "", row: "text-ink-2", ink: "" },
  removed: { sign: "−", word: "removed: ", row: "bg-danger-soft text-ink", ink: "text-danger" },
  added: {
    sign: "+",
    word: "added: ",
    row: "bg-[color-mix(in_oklab,var(--clear)_14%,transparent)] text-ink",
    ink: "text-clear",
  },
};

/** A diff, unchanged stretches folded. `label` names it for who cannot see it. */
export function DiffView(props: { lines: readonly DiffLine[]; label: string }) {
  const folded = createMemo(() => foldSame(props.lines));
  const [isWhole, setWhole] = createSignal(false);
  const drawn = () => (isWhole() ? folded() : folded().slice(0, DRAWN));
  return (
    <div class="overflow-hidden rounded-md border border-line bg-sheet">
      <div
        tabindex="0"
        role="group"
        aria-label={props.label}
        class="max-h-96 overflow-auto py-1 font-mono text-xs leading-5"
      >
        <For each={drawn()}>
          {(line) => (
            <Switch>
              <Match when={line.kind === "folded" && line}>
                {(gap) => (
                  <p class="bg-sunk px-3 text-ink-3">
                    {gap().count === 1 ? "1 line as before" : `${gap().count} lines as before`}
                  </p>
                )}
              </Match>
              <Match when={line.kind !== "folded" && line}>
                {(one) => (
                  <p class={`flex min-h-5 gap-2 px-3 ${looks[one().kind].row}`}>
                    <span aria-hidden="true" class={`w-3 flex-none select-none ${looks[one().kind].ink}`}>
                      {looks[one().kind].sign}
                    </span>
                    <span class="sr-only">{looks[one().kind].word}</span>
                    <span class="min-w-0 flex-1 break-words whitespace-pre-wrap">{one().text}</span>
                  </p>
                )}
              </Match>
            </Switch>
          )}
        </For>
      </div>
      <Show when={drawn().length < folded().length}>
        <button type="button" class="button m-1" data-kind="quiet" onClick={() => setWhole(true)}>
          Show {folded().length - DRAWN} more lines
        </button>
      </Show>
    </div>
  );
}
