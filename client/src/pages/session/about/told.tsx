import { createMemo, createSignal, Show } from "solid-js";
import type { Session } from "../../../../../shared/session.ts";
import { explain } from "../../../api/errors.ts";
import { api } from "../../../api/options.ts";
import { createQuery } from "../../../api/query.ts";
import { queryClient } from "../../../api/query-client.ts";
import { showToast } from "../../../shell/toast.ts";
import { growWith } from "../../../ui/grow.ts";
import { Problem } from "../../../ui/problem.tsx";
import { RowsSkeleton } from "../../../ui/rows-skeleton.tsx";
import { ToldParts } from "../../../ui/told-parts.tsx";

/** What the agent is told, as it would be now, and its owner's own additions to it. */
export default function ToldPanel(props: { session: Session }) {
  const input = () => ({ id: props.session.id });
  const query = createQuery(() => api.agents.told.queryOptions(input()));
  query.refetch(); // Tasks, integrations and the calendar change without a word to it.
  const [typed, setTyped] = createSignal<string>();
  const [isSaving, setSaving] = createSignal(false);
  const [area, setArea] = createSignal<HTMLTextAreaElement>();
  const stands = createMemo(() => query.data()?.instructions ?? "");
  const text = () => typed() ?? stands();
  const isChanged = () => text() !== stands();
  growWith(area, text);

  async function save(): Promise<void> {
    if (!isChanged() || isSaving()) return;
    setSaving(true);
    try {
      const told = await api.agents.setInstructions.mutate({ ...input(), instructions: text() });
      queryClient.setQueryData(api.agents.told.queryKey(input(), "query"), told);
      setTyped(undefined);
      showToast({ message: "The agent is told so with its next turn." });
    } catch (error) {
      showToast({ message: `Not saved: ${explain(error)}`, kind: "error" });
    } finally {
      setSaving(false);
    }
  }

  return (
    <Show
      when={query.data()}
      fallback={
        <Show when={query.error()} fallback={<RowsSkeleton rows={5} />}>
          {(error) => (
            <Problem
              title="What the agent is told could not be loaded"
              message={explain(error())}
              retry={query.refetch}
            />
          )}
        </Show>
      }
    >
      {(told) => (
        <>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void save();
            }}
          >
            <label for="instructions" class="text-sm font-semibold">
              Your instructions for this session
            </label>
            <textarea
              ref={setArea}
              id="instructions"
              rows={3}
              maxlength={20_000}
              class="field grow mt-1 max-h-[40dvh]"
              placeholder="What the agent should keep to for as long as it works here"
              aria-describedby="instructions-help"
              value={text()}
              onInput={(event) => setTyped(event.currentTarget.value)}
            />
            <div class="mt-1 flex min-h-9 items-center justify-between gap-3">
              <p id="instructions-help" class="text-xs text-ink-3">
                They count from the next turn on; a turn that runs goes on as it began.
              </p>
              <button
                type="submit"
                class="button flex-none"
                data-kind="main"
                disabled={!isChanged() || isSaving()}
              >
                {isSaving() ? "Saving…" : "Save"}
              </button>
            </div>
          </form>
          <h3 class="sign mt-5 border-b border-line pb-1.5 text-ink-2">
            What it is told beside your messages
          </h3>
          <ToldParts parts={told().parts} />
        </>
      )}
    </Show>
  );
}
