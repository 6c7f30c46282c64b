import Bell from "lucide-solid/icons/bell";
import { lazy, Show, Suspense } from "solid-js";
import { Popover } from "../ui/popover.tsx";
import { RowsSkeleton } from "../ui/rows-skeleton.tsx";
import type { NotificationsModel } from "./notifications-model.ts";

const Panel = lazy(() => import("./notifications-panel.tsx"));

/** The bell with its list. On the livery, hence its own colours. */
export function NotificationBell(props: { model: NotificationsModel }) {
  const count = () => props.model.count();
  const label = () => (count() === 0 ? "Notifications" : `Notifications, ${props.model.label()} unread`);
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
              {props.model.label()}
            </span>
          </Show>
        </span>
      }
    >
      {(close) => (
        <Suspense fallback={<RowsSkeleton rows={4} />}>
          <Panel unread={props.model.unread()} close={close} />
        </Suspense>
      )}
    </Popover>
  );
}
