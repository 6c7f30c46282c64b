import { createMemo, createSignal, Show } from "solid-js";
import type { Session } from "../../../../../shared/session.ts";
import type { LeavablePart, Told } from "../../../../../shared/told.ts";
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
  const show = (told: Told) => queryClient.setQueryData(api.agents.told.queryKey(input(), "query"), told);

  async function save(): Promise<void> {
    if (!isChanged() || isSaving()) return;
    setSaving(true);
    try {
      show(await api.agents.setTold.mutate({ ...input(), instructions: text() }));
      setTyped(undefined);
      showToast({ message: "The agent is told so with its next turn." });
    } catch (error) {
      showToast({ message: `Not saved: ${explain(error)}`, kind: "error" });
    } finally {
      setSaving(false);
    }
  }

  /** Shown at once, taken back when the server refuses it. */
  async function leave(kind: LeavablePart, isLeftOut: boolean): Promise<void> {
    const before = query.data();
    if (!before) return;
    const leaveOut = before.leaveOut.filter((other) => other !== kind);
    if (isLeftOut) leaveOut.push(kind);
    const parts = before.parts.map((part) => (part.kind === kind ? { ...part, isLeftOut } : part));
    show({ ...before, parts, leaveOut });
    try {
      await api.agents.setTold.mutate({ ...input(), leaveOut });
    } catch (error) {
      show(before);
      showToast({ message: `Not changed: ${explain(error)}`, kind: "error" });
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
                What you change here counts from the next turn on; a turn that runs goes on as it began.
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
          <ToldParts parts={told().parts} leave={(kind, isLeftOut) => void leave(kind, isLeftOut)} />
        </>
      )}
    </Show>
  );
}
