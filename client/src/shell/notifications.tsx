import Bell from "lucide-solid/icons/bell";
import { A } from "@solidjs/router";
import { Show } from "solid-js";
import type { NotificationKind } from "../../../shared/notification.ts";
import { Keyed } from "../ui/keyed.tsx";
import { now } from "../ui/now.ts";
import { Popover } from "../ui/popover.tsx";
import { exactTime, timeAgo } from "../ui/time.ts";
import type { NotificationsModel } from "./notifications-model.ts";

const lamps: Record<NotificationKind, string> = {
  agent_completed: "done",
  agent_failed: "danger",
  agent_waiting: "caution",
};

/** The bell with its list. On the livery, hence its own colours. */
export function NotificationBell(props: { model: NotificationsModel }) {
  const count = () => props.model.unread();
  const label = () => (count() === 0 ? "Notifications" : `Notifications, ${count()} unread`);
  return (
    <Popover
      label={label()}
      name="Notifications"
      buttonClass="livery-button"
      class="w-[min(23rem,calc(100vw-1rem))]"
      button={
        <span class="relative">
          <Bell size={17} aria-hidden="true" />
          <Show when={count() > 0}>
            <span
              aria-hidden="true"
              class="absolute -top-2 -right-2.5 grid h-4 min-w-4 place-items-center rounded-full bg-livery-brass px-1 text-[0.625rem] leading-none font-bold text-[#1a1608]"
            >
              {count() > 9 ? "9+" : count()}
            </span>
          </Show>
        </span>
      }
    >
      {(close) => (
        <>
          <div class="flex items-center justify-between border-b border-line py-1.5 pr-1.5 pl-4">
            <h2 class="title text-base">Notifications</h2>
            <button
              type="button"
              class="button"
              data-kind="quiet"
              disabled={count() === 0}
              onClick={() => void props.model.markAllRead()}
            >
              Mark all read
            </button>
          </div>
          <Show
            when={props.model.items().length > 0}
            fallback={
              <p class="px-6 py-8 text-center text-ink-2">
                Nothing yet. When an agent finishes, fails or waits for you, it is told here.
              </p>
            }
          >
            <ul class="max-h-[min(26rem,60dvh)] overflow-y-auto overscroll-contain p-1.5">
              <Keyed each={props.model.items()} by={(item) => item.id}>
                {(item) => (
                  <li>
                    <A
                      href={item().link}
                      class="flex gap-3 rounded-md px-2.5 py-2.5 hover:bg-hover"
                      onClick={() => {
                        void props.model.markRead(item());
                        close();
                      }}
                    >
                      <span
                        class="lamp mt-1.5 text-ink-3"
                        data-aspect={lamps[item().kind]}
                        aria-hidden="true"
                      />
                      <span class="min-w-0 flex-1">
                        <span class="flex items-baseline gap-2">
                          <span
                            class={`min-w-0 flex-1 truncate ${item().readAt ? "text-ink-2" : "font-semibold"}`}
                          >
                            {item().title}
                          </span>
                          <time
                            class="flex-none text-xs text-ink-3"
                            dateTime={item().createdAt.toISOString()}
                            title={exactTime(item().createdAt)}
                          >
                            {timeAgo(item().createdAt, now())}
                          </time>
                        </span>
                        <span class="line-clamp-2 text-sm text-ink-2">{item().body}</span>
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
        </>
      )}
    </Popover>
  );
}
