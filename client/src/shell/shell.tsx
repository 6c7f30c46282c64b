import { useLocation, useNavigate, type RouteSectionProps } from "@solidjs/router";
import { createEffect, createMemo, ErrorBoundary, onCleanup, onMount, Show, Suspense } from "solid-js";
import { Dynamic } from "solid-js/web";
import { createSessionsAtWork } from "../actions/sessions-at-work.ts";
import { signedOut } from "../api/auth.ts";
import { explain } from "../api/errors.ts";
import { connection, startLive } from "../api/live.ts";
import { waiting, whenRefusedLate } from "../api/outbox.ts";
import { itemsOf } from "../api/pages.ts";
import { queryClient } from "../api/query-client.ts";
import { useLate } from "../ui/late.ts";
import { Problem } from "../ui/problem.tsx";
import { OfflineStrip } from "./connection.tsx";
import { createNotifications } from "./notifications-model.ts";
import { hideOverlay, overlay, prefetchPalette, showOverlay } from "./overlays.ts";
import { PhoneBottomBar, PhoneTopBar } from "./phone-bars.tsx";
import { Rail } from "./rail.tsx";
import { forgetRecents, noteVisit } from "./recents.ts";
import { useShortcuts } from "./shortcuts.ts";
import { showToast } from "./toast.ts";
import { Toasts } from "./toasts.tsx";
import { followViewport } from "./viewport.ts";

/** What stands around every page, and the one place that starts this tab's stream. */
export function Shell(props: RouteSectionProps) {
  const navigate = useNavigate();
  const location = useLocation();
  const notifications = createNotifications();
  const active = createSessionsAtWork();
  const activeSessions = createMemo(() => itemsOf(active.data()));
  const inChat = createMemo(() => /^\/agents\/./.test(location.pathname));

  useShortcuts();
  followViewport();
  onMount(prefetchPalette);
  createEffect(() => noteVisit(location.pathname));
  onMount(() => onCleanup(startLive()));
  useLate(async () => {
    const { usePresence } = await import("./presence.ts");
    return () => usePresence(notifications.unread);
  });
  whenRefusedLate((words, error) => {
    showToast({ message: `Not saved: ${words}. ${explain(error)}`, kind: "error" });
    // The page shows it as if it had been.
    void queryClient.invalidateQueries();
  });
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
