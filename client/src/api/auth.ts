import { createSignal } from "solid-js";

const [signedOut, setSignedOut] = createSignal(false);
export { signedOut };

/** The tabs of one browser share the cookie, so they are signed out together. */
const tabs = new BroadcastChannel("porter.auth");
tabs.addEventListener("message", () => setSignedOut(true));

/** Any procedure that answers UNAUTHORIZED ends here; the shell then shows the sign-in page. */
export const reportUnauthorized = () => setSignedOut(true);

type SignInResult = { ok: true } | { ok: false; status: number; message: string };

const post = (path: string, body: unknown) =>
  fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    credentials: "same-origin",
  });

async function messageOf(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => undefined);
  if (typeof body === "object" && body !== null && "message" in body && typeof body.message === "string") {
    return body.message;
  }
  return response.status === 429
    ? "Too many attempts. Wait a minute, then try again."
    : "Porter did not let you in.";
}

export async function signIn(credential: { secret: string } | { token: string }): Promise<SignInResult> {
  try {
    const response = await post("/login", credential);
    if (!response.ok) return { ok: false, status: response.status, message: await messageOf(response) };
    setSignedOut(false);
    return { ok: true };
  } catch {
    return { ok: false, status: 0, message: "Porter does not answer. Is it still running on this machine?" };
  }
}

/** Throws when the server could not be told: the cookie is good for as long as it was not. */
export async function signOut(): Promise<void> {
  const response = await post("/logout", {});
  if (!response.ok) throw new Error(await messageOf(response));
  // A BroadcastChannel has no target origin: it never leaves its own.
  // eslint-disable-next-line unicorn/require-post-message-target-origin
  tabs.postMessage("signed out");
  setSignedOut(true);
}
