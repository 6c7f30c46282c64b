import Search from "lucide-solid/icons/search";
import { A } from "@solidjs/router";
import { For } from "solid-js";
import type { Connection } from "../api/live.ts";
import { Mark, Wordmark } from "../ui/brand.tsx";
import { Account } from "./account.tsx";
import { ConnectionState } from "./connection.tsx";
import { NotificationBell } from "./notifications.tsx";
import type { NotificationsModel } from "./notifications-model.ts";
import { showOverlay } from "./overlays.ts";
import { barPlaces } from "./places.ts";
import { ThemeButton } from "./theme-button.tsx";

export function PhoneTopBar(props: { connection: Connection; notifications: NotificationsModel }) {
  return (
    <header class="sticky top-0 z-20 flex flex-none items-center gap-1 bg-livery pt-[env(safe-area-inset-top)] pr-1.5 pl-4 text-livery-ink [--brass:var(--livery-brass)] md:hidden">
      <A href="/" end class="flex h-12 items-center gap-2.5">
        <Mark class="h-5 w-auto" />
        <Wordmark class="h-3 w-auto" />
      </A>
      <div class="mr-1 ml-auto">
        <ConnectionState state={props.connection} />
      </div>
      <button
        type="button"
        class="livery-button"
        aria-haspopup="dialog"
        aria-label="Search and commands"
        onClick={() => showOverlay("palette")}
      >
        <Search size={17} aria-hidden="true" />
      </button>
      <ThemeButton />
      <NotificationBell model={props.notifications} />
      <Account />
    </header>
  );
}

export function PhoneBottomBar() {
  return (
    <nav
      aria-label="Main"
      class="sticky bottom-0 z-20 flex flex-none border-t border-livery-line bg-livery pb-[env(safe-area-inset-bottom)] text-livery-ink [--brass:var(--livery-brass)] md:hidden"
    >
      <For each={barPlaces}>
        {(place) => (
          <A
            href={place.href}
            end={place.href === "/"}
            class="flex h-14 flex-1 flex-col items-center justify-center gap-1 text-[0.6875rem] font-medium text-livery-ink-2"
            activeClass="!text-livery-brass shadow-[inset_0_2px_0_var(--livery-brass)]"
          >
            <place.icon size={20} aria-hidden="true" />
            {place.name}
          </A>
        )}
      </For>
    </nav>
  );
}
