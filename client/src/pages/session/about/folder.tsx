import ChevronRight from "lucide-solid/icons/chevron-right";
import RefreshCw from "lucide-solid/icons/refresh-cw";
import { createEffect, createSignal, For, Match, on, Show, Switch } from "solid-js";
import type { ChangedFile, FolderDiff } from "../../../../../shared/folder.ts";
import type { Session } from "../../../../../shared/session.ts";
import { explain } from "../../../api/errors.ts";
import { api } from "../../../api/options.ts";
import { createQuery } from "../../../api/query.ts";
import { Problem } from "../../../ui/problem.tsx";
import { RowsSkeleton } from "../../../ui/rows-skeleton.tsx";
import { FileDiffView } from "./file-diff.tsx";
import { WorktreeCard } from "./worktree-card.tsx";

const kindWords: Record<ChangedFile["kind"], string> = {
  added: "new",
  changed: "changed",
  removed: "deleted",
  renamed: "renamed",
};

/** Where the session works and what has changed there since it began. */
export default function FolderPanel(props: { session: Session }) {
  const query = createQuery(() => api.agents.folderDiff.queryOptions({ id: props.session.id }));
  // Files change without a word to Porter: they are looked at anew when a turn begins or ends, too.
  createEffect(on(() => props.session.status, query.refetch));
  return (
    <>
      <p class="font-mono text-sm break-all">{props.session.cwd}</p>
      <Show when={props.session.worktree}>
        {(worktree) => <WorktreeCard session={props.session} worktree={worktree()} removed={query.refetch} />}
      </Show>
      <div class="mt-4 flex min-h-8 items-center gap-2 border-b border-line pb-1.5">
        <h3 class="sign text-ink-2">Changed since the session began</h3>
        <button
          type="button"
          class="icon-button ml-auto pointer-coarse:size-11"
          aria-label="Look again"
          title="Look again"
          disabled={query.isFetching()}
          onClick={query.refetch}
        >
          <RefreshCw size={15} aria-hidden="true" />
        </button>
      </div>
      <Show
        when={query.data()}
        fallback={
          <Show when={query.error()} fallback={<RowsSkeleton rows={4} />}>
            {(error) => (
              <Problem
                title="The folder could not be compared"
                message={explain(error())}
                retry={query.refetch}
              />
            )}
          </Show>
        }
      >
        {(diff) => <Changes diff={diff()} sessionId={props.session.id} />}
      </Show>
    </>
  );
}

function Changes(props: { diff: FolderDiff; sessionId: string }) {
  return (
    <Switch>
      <Match when={props.diff.type === "none" && props.diff}>
        {(none) => <p class="py-2 text-sm text-ink-2">{none().reason}</p>}
      </Match>
      <Match when={props.diff.type === "diff" && props.diff}>
        {(diff) => (
          <>
            <Show
              when={diff().files.length > 0}
              fallback={<p class="py-2 text-sm text-ink-2">Every file is as it was.</p>}
            >
              <ul class="flex flex-col">
                <For each={diff().files}>
                  {(file) => <FileRow file={file} now={diff().now} sessionId={props.sessionId} />}
                </For>
              </ul>
            </Show>
            <Show when={diff().more > 0}>
              <p class="py-2 text-sm text-ink-3">And {diff().more} more files.</p>
            </Show>
            <Show when={diff().uncompared.length > 0}>
              <p class="py-2 text-sm break-words text-ink-3">
                Too large to be compared: {diff().uncompared.slice(0, 10).join(", ")}
                {diff().uncompared.length > 10 ? " …" : ""}
              </p>
            </Show>
          </>
        )}
      </Match>
    </Switch>
  );
}

function FileRow(props: { file: ChangedFile; now: string; sessionId: string }) {
  const [isOpen, setOpen] = createSignal(false);
  return (
    <li class="border-b border-line">
      <details class="group/file" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary class="flex min-h-9 items-center gap-2 text-sm select-none marker:content-none hover:bg-hover pointer-coarse:min-h-11 [&::-webkit-details-marker]:hidden">
          <ChevronRight
            size={14}
            class="flex-none text-ink-3 transition-transform group-open/file:rotate-90"
            aria-hidden="true"
          />
          <span class="min-w-0 flex-1 font-mono text-xs break-all">
            {props.file.oldPath === null ? props.file.path : `${props.file.oldPath} → ${props.file.path}`}
          </span>
          <span class="flex-none text-xs text-ink-3">{kindWords[props.file.kind]}</span>
          <span class="flex-none text-xs tabular-nums">
            <Show when={props.file.added !== null} fallback={<span class="text-ink-3">no text</span>}>
              <span class="text-clear">+{props.file.added}</span>{" "}
              <span class="text-danger">−{props.file.removed}</span>
            </Show>
          </span>
        </summary>
        <Show when={isOpen()}>
          <FileDiffView sessionId={props.sessionId} now={props.now} file={props.file} />
        </Show>
      </details>
    </li>
  );
}
