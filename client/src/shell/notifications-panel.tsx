import { A } from "@solidjs/router";
import { createMemo, Show } from "solid-js";
import type { Notification } from "../../../shared/notification.ts";
import { markAllRead, markRead } from "../actions/notifications.ts";
import { explain } from "../api/errors.ts";
import { api } from "../api/options.ts";
import { byCursor, itemsOf } from "../api/pages.ts";
import { createPagedQuery } from "../api/query.ts";
import { findToken } from "../api/token-names.ts";
import { Ago } from "../ui/ago.tsx";
import { FromToken } from "../ui/from-token.tsx";
import { Keyed } from "../ui/keyed.tsx";
import { notificationLamps, notificationWords } from "../ui/notification-words.ts";
import { RowsSkeleton } from "../ui/rows-skeleton.tsx";

/** The newest few; the inbox has the rest. */
const SHOWN = 6;

/** What the bell opens. */
export default function NotificationsPanel(props: { unread: readonly Notification[]; close: () => void }) {
  // As the inbox asks: one key, one request.
  const query = createPagedQuery(() =>
    api.notifications.list.infiniteQueryOptions({ state: "inbox" }, byCursor),
  );
  const newest = createMemo(() => itemsOf(query.data()).slice(0, SHOWN));
  return (
    <>
      <div class="flex items-center justify-between border-b border-line py-1.5 pr-1.5 pl-4">
        <h2 class="title text-base">Notifications</h2>
        <button
          type="button"
          class="button"
          data-kind="quiet"
          disabled={props.unread.length === 0}
          onClick={() => void markAllRead(props.unread)}
        >
          Mark all read
        </button>
      </div>
      <Show
        when={newest().length > 0}
        fallback={
          <Show when={!query.isPending()} fallback={<RowsSkeleton rows={4} />}>
            <p class="px-6 py-8 text-center text-ink-2">
              {query.error()
                ? explain(query.error())
                : "Nothing is new. When an agent finishes, fails or waits for you, or a task is due, it is told here."}
            </p>
          </Show>
        }
      >
        <ul class="max-h-[min(28rem,60dvh)] overflow-y-auto overscroll-contain p-1.5">
          <Keyed each={newest()} by={(item) => item.id}>
            {(item) => (
              <li>
                <A
                  href={item().link}
                  class="flex gap-3 rounded-md px-2.5 py-2.5 hover:bg-hover"
                  onClick={() => {
                    void markRead(item());
                    props.close();
                  }}
                >
                  <span
                    class={`lamp mt-1.5 ${notificationLamps[item().kind].ink}`}
                    data-aspect={notificationLamps[item().kind].aspect}
                    aria-hidden="true"
                  />
                  <span class="min-w-0 flex-1">
                    <span class="flex items-baseline gap-2">
                      <span
                        class={`min-w-0 flex-1 truncate ${item().readAt ? "text-ink-2" : "font-semibold"}`}
                      >
                        {item().title}
                      </span>
                      <Ago at={item().createdAt} class="flex-none text-xs text-ink-3" />
                    </span>
                    <span class="line-clamp-2 text-sm text-ink-2">
                      <span class="sr-only">{notificationWords[item().kind]}. </span>
                      {item().body}
                    </span>
                    <Show when={item().tokenId}>
                      {(id) => (
                        <span class="block truncate text-xs text-ink-3">
                          <FromToken token={findToken(id())} />
                        </span>
                      )}
                    </Show>
                  </span>
                  <Show when={item().readAt === null}>
                    <span class="mt-1.5 size-2 flex-none rounded-full bg-brass-fill">
                      <span class="sr-only">unread</span>
                    </span>
                  </Show>
                </A>
              </li>
            )}
          </Keyed>
        </ul>
      </Show>
      <div class="border-t border-line p-1.5">
        <A href="/notifications" class="button w-full" data-kind="quiet" onClick={() => props.close()}>
          Open the inbox
        </A>
      </div>
    </>
  );
}
