import { createEffect, createMemo, createSignal, For, on, onCleanup, Show } from "solid-js";
import type { GitState } from "../../../../shared/folder.ts";
import { api } from "../../api/options.ts";
import { createQuery } from "../../api/query.ts";
import type { StartModel } from "./model.ts";

/** A path is asked about when it has stood for a moment, in ms. */
const PAUSE_MS = 200;

function gitWords({ branch, commit, dirty, ahead, behind }: GitState): string {
  const words = [
    `git, ${branch === null ? "no branch" : branch}`,
    commit === null ? "no commit yet" : "",
    dirty === 0 ? "clean" : dirty === 1 ? "1 file changed" : `${dirty} files changed`,
    ahead ? `${ahead} ahead` : "",
    behind ? `${behind} behind` : "",
  ];
  return words.filter((word) => word !== "").join(" · ");
}

/** Where the agent works: recent folders, completion while typing, and how git stands there. */
export function StartFolder(props: { model: StartModel; profileFolder: string | undefined; isOwn: boolean }) {
  const folders = createQuery(() => api.agents.folders.queryOptions());
  const [typed, setTyped] = createSignal(props.model.folder());
  let pause: ReturnType<typeof setTimeout> | undefined;
  createEffect(
    on(
      () => props.model.folder(),
      (path) => {
        clearTimeout(pause);
        pause = setTimeout(() => setTyped(path.trim()), PAUSE_MS);
      },
    ),
  );
  onCleanup(() => clearTimeout(pause));
  const completions = createQuery(() => ({
    ...api.agents.completeFolder.queryOptions({ path: typed() }),
    enabled: typed() !== "",
    keepPrevious: true,
  }));
  const offered = createMemo(() =>
    typed() === ""
      ? [...new Set([...(folders.data()?.recent ?? []), ...(folders.data()?.roots ?? [])])]
      : (completions.data()?.items ?? []),
  );
  const chosen = () => typed() || props.profileFolder || folders.data()?.default || "";
  // Only what exists and is allowed is asked about: half a path is no mistake.
  const isWhole = () =>
    typed() === "" || (completions.data()?.items.includes(typed().replace(/(?<=.)\/$/, "")) ?? false);
  const state = createQuery(() => ({
    ...api.agents.folderState.queryOptions({ path: chosen() }),
    enabled: chosen() !== "" && isWhole(),
  }));
  const git = () => (isWhole() ? state.data()?.git : undefined);
  return (
    <>
      <div>
        <label for="folder" class="text-sm font-semibold">
          Folder
        </label>
        <input
          id="folder"
          type="text"
          class="field mt-1 font-mono !text-[0.8125rem]"
          placeholder={props.profileFolder ?? folders.data()?.default ?? "As configured"}
          autocomplete="off"
          spellcheck={false}
          list="folders"
          aria-describedby="folder-help"
          value={props.model.folder()}
          onInput={(event) => props.model.setFolder(event.currentTarget.value)}
        />
        <datalist id="folders">
          <For each={offered()}>{(folder) => <option value={folder} />}</For>
        </datalist>
        <p id="folder-help" class="mt-1 text-xs text-ink-3">
          <Show
            when={git()}
            fallback={`Inside ${folders.data()?.roots.join(", ") ?? "what the configuration allows"}.`}
          >
            {(found) => gitWords(found())}
          </Show>
        </p>
      </div>
      <div>
        <label class="flex min-h-8 items-center gap-2 text-sm pointer-coarse:min-h-11 @md:mt-6">
          <input
            type="checkbox"
            class="check"
            checked={props.isOwn}
            onChange={(event) => props.model.setWorktree(event.currentTarget.checked)}
          />
          In a git worktree of its own
        </label>
        <p class="mt-1 text-xs text-ink-3">It works on a branch apart; your files stay as they are.</p>
      </div>
    </>
  );
}
