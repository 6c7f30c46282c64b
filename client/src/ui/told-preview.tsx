import { Show } from "solid-js";
import type { LeavablePart, ToldPartShown } from "../../../shared/told.ts";
import { RowsSkeleton } from "./rows-skeleton.tsx";
import { ToldParts } from "./told-parts.tsx";

/** What an agent will be told, shown when it is asked for. */
export function ToldPreview(props: {
  preview: {
    isAsked: () => boolean;
    ask: () => void;
    parts: () => readonly ToldPartShown[] | undefined;
    problem: () => string | undefined;
  };
  leave: (kind: LeavablePart, isLeftOut: boolean) => void;
}) {
  return (
    <>
      <button
        type="button"
        class="button mt-2"
        data-kind="quiet"
        aria-expanded={props.preview.isAsked()}
        onClick={() => props.preview.ask()}
      >
        {props.preview.isAsked() ? "Show it as it is now" : "Show what it will be told"}
      </button>
      <Show when={props.preview.isAsked()}>
        <div class="mt-2">
          <Show
            when={props.preview.parts()}
            fallback={
              <Show when={props.preview.problem()} fallback={<RowsSkeleton rows={3} />}>
                {(problem) => <p class="text-sm text-danger">{problem()}</p>}
              </Show>
            }
          >
            {(parts) => <ToldParts parts={parts()} leave={props.leave} />}
          </Show>
        </div>
      </Show>
    </>
  );
}
