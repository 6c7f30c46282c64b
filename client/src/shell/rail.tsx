import Hand from "lucide-solid/icons/hand";
import Search from "lucide-solid/icons/search";
import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import type { Session } from "../../../shared/session.ts";
import type { Connection } from "../api/live.ts";
import { Mark, Wordmark } from "../ui/brand.tsx";
import { Keyed } from "../ui/keyed.tsx";
import { Lamp, sessionWord } from "../ui/lamp.tsx";
import { Account } from "./account.tsx";
import { ConnectionState } from "./connection.tsx";
import { NotificationBell } from "./notifications.tsx";
import type { NotificationsModel } from "./notifications-model.ts";
import { keyCaps } from "./key-steps.ts";
import { isMac } from "./keys.ts";
import { showOverlay } from "./overlays.ts";
import { railPlaces } from "./places.ts";
import { ThemeButton } from "./theme-button.tsx";

const row =
  "flex h-9 items-center gap-3 rounded-md px-2.5 text-livery-ink-2 hover:bg-livery-2 hover:text-livery-ink";

/** The side of the carriage: where to go, and who is at work. */
export function Rail(props: {
  active: readonly Session[];
  connection: Connection;
  notifications: NotificationsModel;
}) {
  return (
    <header class="sticky top-0 hidden h-dvh w-56 flex-none flex-col border-r border-livery-line bg-livery text-livery-ink [--brass:var(--livery-brass)] md:flex">
      <A href="/" end class="mx-3 mt-4 mb-5 flex items-center gap-3 rounded-md px-2 py-1">
        <Mark />
        <Wordmark class="h-[0.8125rem] w-auto text-livery-ink" />
      </A>
      <button
        type="button"
        class="mx-3 mb-3 flex h-9 items-center gap-3 rounded-md border border-livery-line px-2.5 text-sm text-livery-ink-2 hover:bg-livery-2 hover:text-livery-ink"
        aria-haspopup="dialog"
        onClick={() => showOverlay("palette")}
      >
        <Search size={15} aria-hidden="true" />
        <span>
          Search<span class="sr-only"> and commands</span>
        </span>
        <kbd aria-hidden="true" class="ml-auto font-sans text-xs">
          {keyCaps("mod+k", isMac).flat().join(" ")}
        </kbd>
      </button>
      <nav aria-label="Main" class="flex flex-col gap-0.5 px-3">
        <For each={railPlaces}>
          {(place) => (
            <A
              href={place.href}
              end={place.href === "/"}
              class={`${row} relative font-medium`}
              activeClass="!bg-livery-2 !text-livery-ink before:absolute before:-left-3 before:h-5 before:w-[3px] before:rounded-r-full before:bg-livery-brass"
            >
              <place.icon size={16} aria-hidden="true" />
              {place.name}
            </A>
          )}
        </For>
      </nav>
      <Show when={props.active.length > 0}>
        <nav aria-label="Agents at work" class="mt-6 min-h-0 overflow-y-auto px-3">
          <h2 class="sign px-2.5 pb-1.5 text-livery-ink-2">At work</h2>
          <Show when={props.active.some(({ status }) => status === "waiting")}>
            <A
              href="/approvals"
              class={`${row} h-8 text-sm font-semibold !text-livery-brass`}
              activeClass="!bg-livery-2"
            >
              <Hand size={16} aria-hidden="true" />
              Answer what waits
            </A>
          </Show>
          <Keyed each={props.active} by={(session) => session.id}>
            {(session) => (
              <A
                href={`/agents/${session().id}`}
                class={`${row} h-8 text-sm`}
                activeClass="!bg-livery-2 !text-livery-ink"
              >
                <span class="grid w-4 place-items-center">
                  <Lamp status={session().status} />
                </span>
                <span class="min-w-0 flex-1 truncate">{session().title}</span>
                <span class="sr-only">, {sessionWord(session().status)}</span>
              </A>
            )}
          </Keyed>
        </nav>
      </Show>
      <div class="mt-auto flex items-center gap-1 border-t border-livery-line px-3 py-2.5">
        <NotificationBell model={props.notifications} />
        <ThemeButton />
        <Account />
        <div class="ml-auto pr-1.5">
          <ConnectionState state={props.connection} />
        </div>
      </div>
    </header>
  );
}
