import { isLoopback } from "../../shared/loopback.ts";

/**
 * `fetch` with Porter's token. On this machine's own loopback it asks no proxy: Bun would send even that to
 * `HTTP_PROXY`, where 127.0.0.1 is another machine.
 */
export function createPorterFetch(base: URL, token: string) {
  const isLocal = isLoopback(base.hostname);
  return (input: string | URL | Request, init?: { headers?: HeadersInit | undefined }): Promise<Response> => {
    const headers = new Headers(init?.headers);
    headers.set("authorization", `Bearer ${token}`);
    // `proxy` is Bun's, and `false` is not in its types; Node does not know it and has no proxy of its own accord.
    return fetch(input, { ...init, headers, ...(isLocal && { proxy: false }) } as RequestInit);
  };
}
