import { createMemo, createSignal, Show } from "solid-js";
import { explain } from "../../api/errors.ts";
import { api } from "../../api/options.ts";
import { createQuery } from "../../api/query.ts";
import { growWith } from "../../ui/grow.ts";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { ToldParts } from "../../ui/told-parts.tsx";
import type { StartModel } from "./start-model.ts";

/** What the agent will be told beside the prompt: to read before it starts, and to add to. */
export function StartTold(props: { model: StartModel }) {
  const [area, setArea] = createSignal<HTMLTextAreaElement>();
  growWith(area, () => props.model.instructions());
  /** As it stood when it was asked for: a letter more changes little. */
  const [asked, setAsked] = createSignal<{ prompt: string; profileId?: string; instructions?: string }>();
  const preview = createQuery(() => ({
    ...api.agents.preview.queryOptions(asked() ?? {}),
    enabled: asked() !== undefined,
    keepPrevious: true,
  }));
  const parts = createMemo(() =>
    preview.data()?.parts.map((part) => ({
      ...part,
      isLeftOut: part.kind !== "porter" && props.model.leaveOut().includes(part.kind),
    })),
  );
  const ask = () => {
    const { prompt, profileId, instructions } = props.model;
    const again = asked() !== undefined;
    setAsked({
      prompt: prompt(),
      ...(profileId() && { profileId: profileId() }),
      ...(instructions() && { instructions: instructions() }),
    });
    if (again) preview.refetch();
  };
  return (
    <div class="sm:col-span-2">
      <label for="start-instructions" class="text-sm font-semibold">
        Instructions for the whole session
      </label>
      <textarea
        ref={setArea}
        id="start-instructions"
        rows={2}
        maxlength={20_000}
        class="field grow mt-1 max-h-[30dvh]"
        value={props.model.instructions()}
        onInput={(event) => props.model.setInstructions(event.currentTarget.value)}
      />
      <button
        type="button"
        class="button mt-2"
        data-kind="quiet"
        aria-expanded={asked() !== undefined}
        onClick={ask}
      >
        {asked() ? "Show it as it is now" : "Show what it will be told"}
      </button>
      <Show when={asked()}>
        <div class="mt-2">
          <Show
            when={parts()}
            fallback={
              <Show when={preview.error()} fallback={<RowsSkeleton rows={3} />}>
                {(error) => <p class="text-sm text-danger">{explain(error())}</p>}
              </Show>
            }
          >
            {(told) => <ToldParts parts={told()} leave={props.model.leave} />}
          </Show>
        </div>
      </Show>
    </div>
  );
}
