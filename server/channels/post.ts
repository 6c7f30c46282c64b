import { readRetryAfter } from "../../shared/retry-after.ts";
import type { Outcome } from "./channel.ts";

/** How long one attempt may take, in ms. */
const TIME_LIMIT = 10_000;
/** The longest pause that a receiver can ask for, in ms. */
const LONGEST_PAUSE = 15 * 60_000;

type Request = { url: string; headers: Record<string, string>; body: string | Uint8Array<ArrayBuffer> };

/** Posts without following redirects, and reads the answer's status only. */
export async function post(
  { url, headers, body }: Request,
  signal: AbortSignal,
): Promise<Outcome & { status?: number }> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers,
      body,
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIME_LIMIT)]),
    });
    await response.body?.cancel();
  } catch (error) {
    signal.throwIfAborted();
    return { type: "later", reason: explain(error) };
  }
  return { ...judge(response), status: response.status };
}

function judge({ ok, status, headers }: Response): Outcome {
  if (ok) return { type: "sent" };
  const reason = `It answered ${status}.`;
  if (status === 404 || status === 410) return { type: "gone", reason };
  if (status === 408 || status === 429 || status >= 500) {
    const asked = readRetryAfter(headers.get("retry-after"), new Date());
    return { type: "later", reason, ...(asked !== undefined && { afterMs: Math.min(asked, LONGEST_PAUSE) }) };
  }
  if (status >= 300 && status < 400)
    return { type: "refused", reason: `It answered ${status}: redirects are not followed.` };
  return { type: "refused", reason };
}

/** Only the kind of the failure: the words of the error may hold the address. */
function explain(error: unknown): string {
  if (error instanceof DOMException && error.name === "TimeoutError") {
    return `It did not answer within ${TIME_LIMIT / 1000} s.`;
  }
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  return `It could not be reached${/^\w+$/.test(code) ? ` (${code})` : ""}.`;
}
