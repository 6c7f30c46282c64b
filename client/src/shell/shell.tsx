import { useLocation, useNavigate, type RouteSectionProps } from "@solidjs/router";
import { createEffect, createMemo, ErrorBoundary, onCleanup, onMount, Show, Suspense } from "solid-js";
import { Dynamic } from "solid-js/web";
import { signedOut } from "../api/auth.ts";
import { connection, startLive } from "../api/live.ts";
import { api } from "../api/options.ts";
import { waiting } from "../api/outbox.ts";
import { itemsOf } from "../api/pages.ts";
import { createPagedQuery } from "../api/query.ts";
import { queryClient } from "../api/query-client.ts";
import { AT_WORK } from "../ui/at-work.ts";
import { Problem } from "../ui/problem.tsx";
import { OfflineStrip } from "./connection.tsx";
import { useLatePresence } from "./late-presence.ts";
import { createNotifications } from "./notifications-model.ts";
import { hideOverlay, overlay, prefetchPalette, showOverlay } from "./overlays.ts";
import { PhoneBottomBar, PhoneTopBar } from "./phone-bars.tsx";
import { Rail } from "./rail.tsx";
import { forgetRecents, noteVisit } from "./recents.ts";
import { useShortcuts } from "./shortcuts.ts";
import { followViewport } from "./viewport.ts";
import { Toasts } from "./toasts.tsx";

/** What stands around every page, and the one place that starts this tab's stream. */
export function Shell(props: RouteSectionProps) {
  const navigate = useNavigate();
  const location = useLocation();
  const notifications = createNotifications();
  const active = createPagedQuery(() =>
    api.agents.list.infiniteQueryOptions({ status: AT_WORK, limit: 20 }, { next: (page) => page.nextCursor }),
  );
  const activeSessions = createMemo(() => itemsOf(active.data()));
  const inChat = createMemo(() => /^\/agents\/./.test(location.pathname));

  useShortcuts();
  followViewport();
  onMount(prefetchPalette);
  createEffect(() => noteVisit(location.pathname));
  onMount(() => onCleanup(startLive()));
  useLatePresence(notifications.unread);
  createEffect(() => {
    if (!signedOut()) return;
    const next = location.pathname + location.search;
    queryClient.clear();
    forgetRecents();
    navigate(`/sign-in?next=${encodeURIComponent(next)}`, { replace: true });
  });

  return (
    <div class="flex min-h-dvh flex-col md:flex-row">
      <a
        href="#main"
        class="sr-only z-50 rounded-md bg-plate px-4 py-2 text-plate-ink focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        Skip to content
      </a>
      <Rail active={activeSessions()} connection={connection()} notifications={notifications} />
      <PhoneTopBar connection={connection()} notifications={notifications} />
      <main id="main" tabindex="-1" class="flex min-w-0 flex-1 flex-col">
        <OfflineStrip state={connection()} waiting={waiting()} />
        <ErrorBoundary
          fallback={(error: unknown, reset) => {
            reportError(error);
            return (
              <div class="p-6">
                <Problem
                  title="This page stumbled"
                  message="A part of it could not be shown. Your data is safe on the server."
                  retry={reset}
                />
              </div>
            );
          }}
        >
          <Suspense>{props.children}</Suspense>
        </ErrorBoundary>
      </main>
      <Show when={!inChat()}>
        <PhoneBottomBar />
      </Show>
      <Show when={overlay()} keyed>
        {(shown) => <Dynamic component={shown.view} onClosed={() => hideOverlay(shown)} show={showOverlay} />}
      </Show>
      <Toasts />
    </div>
  );
}
