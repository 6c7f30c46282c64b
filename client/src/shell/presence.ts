import { createEffect, on, onCleanup, type Accessor } from "solid-js";
import type { Notification } from "../../../shared/notification.ts";
import { connection } from "../api/live.ts";
import { forgetGoneTasks } from "../composer/gone-tasks.ts";
import { forgetOld } from "../composer/kept-draft.ts";
import { closeAnswered } from "./answered-pushes.ts";
import { useAppShortcut } from "./app-shortcut.ts";
import { keepAttention } from "./attention.ts";
import { useArrivals } from "./notifications-arrivals.ts";
import { lookForUpdate, startWorker } from "./worker.ts";

/**
 * What no first paint needs: that Porter knows when the person is here and reaches them when not; and that what is gone
 * leaves nothing here.
 */
export function usePresence(unread: Accessor<readonly Notification[]>): void {
  startWorker();
  onCleanup(keepAttention());
  onCleanup(forgetGoneTasks());
  forgetOld(Date.now());
  useArrivals(unread);
  closeAnswered(unread);
  useAppShortcut();
  createEffect(
    on(connection, (state, before) => {
      if (state === "live" && before === "offline") lookForUpdate();
    }),
  );
}
