import { isLoopback } from "../../shared/loopback.ts";
import { foreignAnswer } from "./error.ts";

export type PorterFetch = ReturnType<typeof createPorterFetch>;

/**
 * `fetch` with Porter's token. On this machine's own loopback it asks no proxy: Bun would send even that to
 * `HTTP_PROXY`, where 127.0.0.1 is another machine.
 */
export function createPorterFetch(base: URL, token: string) {
  const isLocal = isLoopback(base.hostname);
  return (input: string | URL | Request, init?: { headers?: HeadersInit | undefined }): Promise<Response> => {
    const headers = new Headers(init?.headers);
    headers.set("authorization", `Bearer ${token}`);
    // Both are Bun's, and `false` is not in its types; Node does not know them. Bun would give every answer five minutes.
    const own = { timeout: false, ...(isLocal && { proxy: false }) };
    return fetch(input, { ...init, headers, ...own } as RequestInit);
  };
}

/** For calls: every answer of Porter's is JSON. @throws PorterError for another */
export const jsonOnly =
  (fetch: PorterFetch, where: string): PorterFetch =>
  async (input, init) => {
    const response = await fetch(input, init);
    if (/^application\/json\b/.test(response.headers.get("content-type") ?? "")) return response;
    await response.body?.cancel();
    throw foreignAnswer(response, where);
  };
