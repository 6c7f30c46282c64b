import { createEffect, createSignal, For, on, Show } from "solid-js";
import type { WorktreeState } from "../../../../../shared/folder.ts";
import type { Session, Worktree } from "../../../../../shared/session.ts";
import { explain } from "../../../api/errors.ts";
import { api } from "../../../api/options.ts";
import { createQuery } from "../../../api/query.ts";
import { showToast } from "../../../shell/toast.ts";
import { AskFirst } from "../../../ui/ask-first.tsx";
import { isAtWork } from "../../../ui/at-work.ts";

/** So many ignored files are named. */
const NAMED = 12;

const files = (count: number) => (count === 1 ? "1 file" : `${count} files`);
const commits = (count: number) => (count === 1 ? "1 commit" : `${count} commits`);

/** What removing the worktree would lose; undefined when it loses nothing. */
function obstacleOf(state: WorktreeState): string | undefined {
  if (state.uncommitted.length > 0)
    return `Not committed in it: ${files(state.uncommitted.length)}. So it stays. Ask the agent to commit them, or to throw them away.`;
  if (state.looseCommits > 0)
    return `On no branch: ${commits(state.looseCommits)} of it. So it stays. Ask the agent to make a branch for them.`;
  return undefined;
}

function questionOf({ ignored, ownCommits }: WorktreeState, branch: string): string {
  const branchStays = ownCommits > 0;
  const what = branchStays ? "Remove the worktree?" : "Remove the worktree and its branch?";
  const commitsStay = branchStays ? `${commits(ownCommits)} will stay on ${branch}. ` : "";
  if (ignored.length > 0) return `${commitsStay}What git ignores in it will be deleted. ${what}`;
  return `${commitsStay || "Nothing in it is lost. "}${what}`;
}

/** The session's own worktree, and the way to clean it up without losing work. */
export function WorktreeCard(props: { session: Session; worktree: Worktree; removed: () => void }) {
  const query = createQuery(() => api.agents.worktree.queryOptions({ id: props.session.id }));
  createEffect(on(() => props.session.status, query.refetch));
  const [isRemoving, setRemoving] = createSignal(false);
  const ignored = () => query.data()?.ignored ?? [];
  const hasOwn = () => (query.data()?.ownCommits ?? 0) > 0;

  async function remove(): Promise<void> {
    setRemoving(true);
    try {
      await api.agents.removeWorktree.mutate({
        id: props.session.id,
        keepBranch: hasOwn(),
        dropIgnored: ignored(),
      });
      showToast({ message: "The worktree is removed. It comes back when you send a message." });
    } catch (error) {
      showToast({ message: `Not removed: ${explain(error)}`, kind: "error" });
    } finally {
      setRemoving(false);
      query.refetch();
      props.removed();
    }
  }

  return (
    <div class="mt-2 min-h-[5.5rem] rounded-lg border border-line bg-sunk px-3 py-2 text-sm">
      <p class="break-words">
        A git worktree of its own, on the branch{" "}
        <code class="font-mono text-xs">{props.worktree.branch}</code>, made from{" "}
        <code class="font-mono text-xs break-all">{props.worktree.source}</code>.
      </p>
      <Show when={query.error()}>{(error) => <p class="mt-1 text-danger">{explain(error())}</p>}</Show>
      <Show when={query.data()}>
        {(state) => (
          <Show
            when={state().exists}
            fallback={
              <p class="mt-1 text-ink-2">It was removed. It is made again when you send a message.</p>
            }
          >
            <Show
              when={!isAtWork(props.session.status)}
              fallback={<p class="mt-1 text-ink-2">The session is at work in it.</p>}
            >
              <Show
                when={!obstacleOf(state())}
                fallback={<p class="mt-1 text-ink-2">{obstacleOf(state())}</p>}
              >
                <Show when={ignored().length > 0}>
                  <p class="mt-1 text-ink-2">
                    Git ignores and no commit has, so it would be gone:{" "}
                    <For each={ignored().slice(0, NAMED)}>
                      {(path, index) => (
                        <>
                          {index() > 0 ? ", " : ""}
                          <code class="font-mono text-xs break-words">{path}</code>
                        </>
                      )}
                    </For>
                    {ignored().length > NAMED ? ` and ${ignored().length - NAMED} more.` : "."}
                  </p>
                </Show>
                <div class="mt-2" aria-busy={isRemoving()}>
                  <AskFirst
                    question={questionOf(state(), props.worktree.branch)}
                    yes="Remove"
                    run={() => void remove()}
                  >
                    {isRemoving() ? "Removing…" : "Remove the worktree"}
                  </AskFirst>
                </div>
              </Show>
            </Show>
          </Show>
        )}
      </Show>
    </div>
  );
}
