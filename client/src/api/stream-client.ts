import { createTRPCUntypedClient, httpSubscriptionLink } from "@trpc/client";
import superjson from "superjson";
import type { AppRouter } from "../../../server/trpc/router.ts";

/** Reopened by live.ts alone, which knows whether the tab still wants it; hence no retryLink. */
export const streamClient = createTRPCUntypedClient<AppRouter>({
  links: [httpSubscriptionLink({ url: "/trpc", transformer: superjson })],
});
