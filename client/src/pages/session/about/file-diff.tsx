import { createMemo, createSignal, For, Show } from "solid-js";
import type { ChangedFile } from "../../../../../shared/folder.ts";
import { explain } from "../../../api/errors.ts";
import { api } from "../../../api/options.ts";
import { createQuery } from "../../../api/query.ts";
import { Problem } from "../../../ui/problem.tsx";
import { RowsSkeleton } from "../../../ui/rows-skeleton.tsx";
import { readUnifiedDiff, type UnifiedLine } from "../../../ui/unified-diff.ts";

/** More lines are drawn when they are asked for. */
const DRAWN = 500;

const looks: Record<UnifiedLine["kind"], { sign: string; word: string; row: string; ink: string }> = {
  same: { sign: "", word: "", row: "text-ink-2", ink: "" },
  added: {
    sign: "+",
    word: "added: ",
    row: "bg-[color-mix(in_oklab,var(--clear)_14%,transparent)] text-ink",
    ink: "text-clear",
  },
  removed: { sign: "−", word: "removed: ", row: "bg-danger-soft text-ink", ink: "text-danger" },
  gap: { sign: "", word: "", row: "bg-sunk text-ink-3", ink: "" },
};

/** One file's changes, asked for when it is opened. */
export function FileDiffView(props: { sessionId: string; now: string; file: ChangedFile }) {
  const query = createQuery(() => {
    const { path, oldPath } = props.file;
    return api.agents.fileDiff.queryOptions({ id: props.sessionId, now: props.now, path, oldPath });
  });
  const lines = createMemo(() => readUnifiedDiff(query.data()?.text ?? ""));
  const [isWhole, setWhole] = createSignal(false);
  const drawn = () => (isWhole() ? lines() : lines().slice(0, DRAWN));
  return (
    <Show
      when={query.data()}
      fallback={
        <Show when={query.error()} fallback={<RowsSkeleton rows={2} />}>
          {(error) => (
            <Problem
              title="The changes could not be loaded"
              message={explain(error())}
              retry={query.refetch}
            />
          )}
        </Show>
      }
    >
      <Show
        when={lines().length > 0}
        fallback={
          <p class="pb-2 text-sm text-ink-3">
            {props.file.added === null
              ? "It is not text: there are no lines to show."
              : "Its lines are as before."}
          </p>
        }
      >
        <div class="mb-3 overflow-hidden rounded-md border border-line bg-sheet">
          <div
            tabindex="0"
            role="group"
            aria-label={`Changes in ${props.file.path}`}
            class="max-h-[60dvh] overflow-auto font-mono text-xs leading-5"
          >
            <For each={drawn()}>
              {(line) => (
                <p class={`flex gap-2 pr-3 ${looks[line.kind].row}`}>
                  <span
                    class="w-10 flex-none pr-1 text-right text-ink-3 tabular-nums select-none"
                    aria-hidden="true"
                  >
                    {line.kind === "gap" ? "⋯" : line.number}
                  </span>
                  <span aria-hidden="true" class={`w-2.5 flex-none select-none ${looks[line.kind].ink}`}>
                    {looks[line.kind].sign}
                  </span>
                  <span class="sr-only">{looks[line.kind].word}</span>
                  <span class="min-w-0 flex-1 break-words whitespace-pre-wrap">{line.text}</span>
                </p>
              )}
            </For>
          </div>
          <Show when={drawn().length < lines().length}>
            <button type="button" class="button m-1" data-kind="quiet" onClick={() => setWhole(true)}>
              Show {lines().length - DRAWN} more lines
            </button>
          </Show>
          <Show when={query.data()?.isCut}>
            <p class="border-t border-line px-3 py-1.5 text-xs text-ink-3">
              The rest is too long to be shown.
            </p>
          </Show>
        </div>
      </Show>
    </Show>
  );
}
