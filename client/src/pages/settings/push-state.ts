/** What this browser can do about pushes, and what it does. */
export type PushState = "on" | "off" | "denied" | "insecure" | "home-screen" | "unsupported";

type Surroundings = {
  isSecure: boolean;
  hasPush: boolean;
  /** An iPhone or iPad, which lets only apps on the home screen have pushes. */
  isApple: boolean;
  permission: NotificationPermission;
  isSubscribed: boolean;
};

export function pushStateOf({
  isSecure,
  hasPush,
  isApple,
  permission,
  isSubscribed,
}: Surroundings): PushState {
  if (!isSecure) return "insecure";
  if (!hasPush) return isApple ? "home-screen" : "unsupported";
  if (permission === "denied") return "denied";
  return isSubscribed && permission === "granted" ? "on" : "off";
}

/** Cause and way on. `WithCode` shows what stands between backticks. */
export const pushWords: Record<PushState, string> = {
  on: "This browser is told, also while Porter is closed. Nothing comes while you look at Porter.",
  off: "Hear of it when an agent waits for you or a task is due, also while Porter is closed.",
  denied:
    "This browser does not let Porter notify you. Allow notifications for this address in the browser's settings for the site, then come back.",
  insecure:
    "Browsers allow notifications over https only. Put Porter behind https (a reverse proxy, or a tunnel such as Tailscale's), name that address as `public_url` in `config/home.toml`, and open Porter there.",
  "home-screen":
    "On an iPhone or iPad, first add Porter to the home screen (Share, then “Add to Home Screen”) and open it from there.",
  unsupported: "This browser has no notifications for web apps. Firefox, Chrome, Edge and Safari have.",
};
