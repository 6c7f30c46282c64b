import type { Notification } from "../../shared/notification.ts";
import type { Porter } from "../support/server.ts";

/** The first one that comes, or changes, behind the place in the log; without one, from now on. */
export function nextNotification(client: Porter["client"], lastEventId?: string): Promise<Notification> {
  const { promise, resolve, reject } = Promise.withResolvers<Notification>();
  const subscription = client.notifications.onChange.subscribe(
    { lastEventId },
    {
      onData: ({ data }) => {
        if ("notification" in data) resolve(data.notification);
      },
      onError: reject,
    },
  );
  return promise.finally(() => subscription.unsubscribe());
}
