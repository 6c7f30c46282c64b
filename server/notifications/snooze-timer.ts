import { keepTimer } from "../events/timer.ts";
import type { Notifications } from "./service.ts";

/** Ends snoozes when their time has come, those at once that ended while the server was down. */
export const keepSnoozeTimer = ({
  notifications,
  ...deps
}: Omit<Parameters<typeof keepTimer>[0], "family" | "ring"> & {
  notifications: Pick<Notifications, "wakeDue" | "nextWake">;
}): Promise<void> =>
  keepTimer({
    ...deps,
    family: "notification",
    ring(now) {
      notifications.wakeDue(now);
      return notifications.nextWake();
    },
  });
