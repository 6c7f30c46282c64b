import { useNavigate } from "@solidjs/router";
import { createMemo, createSignal, For, onCleanup, Show } from "solid-js";
import type { Importable } from "../../../../shared/history.ts";
import { explain } from "../../api/errors.ts";
import { api } from "../../api/options.ts";
import { byCursor, itemsOf } from "../../api/pages.ts";
import { createPagedQuery } from "../../api/query.ts";
import { showToast } from "../../shell/toast.ts";
import { Empty } from "../../ui/empty.tsx";
import { Modal } from "../../ui/modal.tsx";
import { MoreRows } from "../../ui/more-rows.tsx";
import { now } from "../../ui/now.ts";
import { Problem } from "../../ui/problem.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { SheetHead } from "../../ui/sheet-head.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { exactTime, timeAgo } from "../../ui/time.ts";

/** A search reads thousands of files the first time: only what stands for a moment is asked for, in ms. */
const PAUSE_MS = 200;

/** The owner's own conversations with Claude on the server's machine: choose one and go on with it here. */
export default function ImportSheet(props: { close: () => void }) {
  const navigate = useNavigate();
  const [typed, setTyped] = createSignal("");
  const [query, setQuery] = createSignal("");
  const [taking, setTaking] = createSignal<string>();
  let pause: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(pause));
  const type = (text: string) => {
    setTyped(text);
    clearTimeout(pause);
    pause = setTimeout(() => setQuery(text.trim()), PAUSE_MS);
  };
  const list = createPagedQuery(() => ({
    ...api.agents.importable.infiniteQueryOptions(query() ? { query: query() } : {}, byCursor),
    keepPrevious: true,
  }));
  const items = createMemo(() => itemsOf(list.data()));

  async function take({ claudeSessionId, sessionId }: Importable): Promise<void> {
    if (taking() !== undefined) return;
    setTaking(claudeSessionId);
    try {
      const id = sessionId ?? (await api.agents.import.mutate({ claudeSessionId })).id;
      navigate(`/agents/${id}`);
    } catch (error) {
      showToast({ message: `Not imported: ${explain(error)}`, kind: "error" });
    } finally {
      setTaking(undefined);
    }
  }

  return (
    <Modal label="Import from Claude" class="sheet flex-col open:flex" onClosed={() => props.close()}>
      {(close) => (
        <>
          <div class="flex-none border-b border-line px-4 pt-3 pb-3">
            <SheetHead title="Import from Claude" close={close} />
            <p class="mb-3 text-sm text-ink-2">
              Conversations that you had with Claude Code on this machine. An imported one goes on here, and
              what is said here is in Claude too.
            </p>
            <SearchField
              label="Search conversations"
              placeholder="Search titles, prompts, folders"
              value={typed()}
              change={type}
            />
          </div>
          <div class="min-h-[min(24rem,50dvh)] flex-1 overflow-y-auto p-2" aria-busy={list.isFetching()}>
            <Show
              when={!list.error()}
              fallback={
                <Problem
                  title="Claude's conversations could not be read"
                  message={explain(list.error())}
                  retry={list.refetch}
                />
              }
            >
              <Show when={!list.isPending()} fallback={<RowsSkeleton rows={6} />}>
                <Show
                  when={items().length > 0}
                  fallback={
                    <Empty title={query() ? "Nothing found" : "No conversation is there"}>
                      {query()
                        ? "Porter looks in titles, first prompts, folders and branches."
                        : "Porter looks in the .claude folder of the user that it runs as."}
                    </Empty>
                  }
                >
                  <ul>
                    <For each={items()}>
                      {(item) => <Row item={item} isTaking={taking() === item.claudeSessionId} take={take} />}
                    </For>
                  </ul>
                  <MoreRows shown={items().length} query={list} />
                </Show>
              </Show>
            </Show>
          </div>
        </>
      )}
    </Modal>
  );
}

function Row(props: { item: Importable; isTaking: boolean; take: (item: Importable) => Promise<void> }) {
  const note = () => {
    if (props.isTaking) return "Importing…";
    if (props.item.sessionId !== null) return "Here already";
    const { messages } = props.item;
    if (messages === null) return "Long";
    return messages === 1 ? "1 message" : `${messages} messages`;
  };
  return (
    <li>
      <button
        type="button"
        class="flex min-h-11 w-full items-center gap-3 rounded-lg px-3 py-1.5 text-left hover:bg-hover"
        aria-disabled={props.isTaking}
        onClick={() => void props.take(props.item)}
      >
        <span class="min-w-0 flex-1">
          <span class="block truncate font-medium">{props.item.title}</span>
          <span class="block truncate font-mono text-xs text-ink-3">{props.item.cwd ?? "No folder"}</span>
        </span>
        <span class="flex-none text-right text-xs text-ink-3">
          <time
            class="block"
            dateTime={props.item.updatedAt.toISOString()}
            title={exactTime(props.item.updatedAt)}
          >
            {timeAgo(props.item.updatedAt, now())}
          </time>
          <span role={props.isTaking ? "status" : undefined}>{note()}</span>
        </span>
      </button>
    </li>
  );
}
