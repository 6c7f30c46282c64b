import type { PushSubscribe } from "../../../shared/notification.ts";
import { deviceName } from "./device-name.ts";

/** A subscription of this browser's as Porter takes it. */
export function toSubscribe(subscription: PushSubscription): PushSubscribe {
  const { endpoint, keys } = subscription.toJSON();
  return {
    endpoint: endpoint ?? subscription.endpoint,
    keys: { p256dh: keys?.["p256dh"] ?? "", auth: keys?.["auth"] ?? "" },
    device: deviceName(navigator.userAgent),
  };
}
