/** What became of a call: its answer, or why there is none, for a person. */
type Called =
  | { ok: true; answer: unknown }
  /** `isTooLate`: what was to be changed stands otherwise already. */
  | { ok: false; reason: string; mayRetry: boolean; isTooLate?: boolean };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
const at = (value: unknown, ...path: string[]): unknown =>
  path.reduce((inner, key) => (isRecord(inner) ? inner[key] : undefined), value);

/**
 * One call of a procedure with the browser's cookie, in superjson's form for values that JSON has. Not tRPC's client:
 * the worker is started anew for every push, and needs three calls.
 */
export async function callPorter(path: string, input?: unknown): Promise<Called> {
  const init: RequestInit =
    input === undefined
      ? {}
      : {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ json: input }),
        };
  try {
    const response = await fetch(`/trpc/${path}`, { ...init, credentials: "same-origin" });
    const body: unknown = await response.json();
    if (response.ok) return { ok: true, answer: at(body, "result", "data", "json") };
    if (response.status === 401)
      return {
        ok: false,
        reason: "This browser is signed out of Porter. Open it and sign in.",
        mayRetry: true,
      };
    const said = at(body, "error", "json", "data", "porter", "message");
    return {
      ok: false,
      reason: typeof said === "string" ? said : "Porter could not do it. Open it and try there.",
      mayRetry: response.status >= 500,
      isTooLate: response.status === 409,
    };
  } catch {
    return { ok: false, reason: "Porter does not answer. Try again in a moment.", mayRetry: true };
  }
}
