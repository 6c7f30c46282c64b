import { createTRPCUntypedClient, httpSubscriptionLink } from "@trpc/client";
import type { AppRouter } from "../../../server/trpc/router.ts";
import { deserialize, serialize } from "./wire.ts";

/** Reopened by live.ts alone, which knows whether the tab still wants it; hence no retryLink. */
export const streamClient = createTRPCUntypedClient<AppRouter>({
  links: [httpSubscriptionLink({ url: "/trpc", transformer: { serialize, deserialize } })],
});
