import { createTRPCUntypedClient, httpBatchLink, httpSubscriptionLink, splitLink } from "@trpc/client";
import superjson from "superjson";
import type { AppRouter } from "../../../server/trpc/router.ts";
import { reportUnauthorized } from "./auth.ts";

/** A batch answers 401 only when all its calls are refused, and they all are as soon as the cookie is not good. */
async function fetchWatchingAuth(url: RequestInfo | URL | string, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  if (response.status === 401) reportUnauthorized();
  return response;
}

export const client = createTRPCUntypedClient<AppRouter>({
  links: [
    splitLink({
      condition: (op) => op.type === "subscription",
      // Reopened by live.ts alone, which knows whether the tab still wants it; hence no retryLink.
      true: httpSubscriptionLink({ url: "/trpc", transformer: superjson }),
      false: httpBatchLink({
        url: "/trpc",
        transformer: superjson,
        maxItems: 10,
        fetch: (url, init) => fetchWatchingAuth(url, init as RequestInit),
      }),
    }),
  ],
});
