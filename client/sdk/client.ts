import { httpBatchLink, httpLink, httpSubscriptionLink, splitLink } from "@trpc/client";
import { EventSource } from "eventsource";
import superjson from "superjson";
import type { AppRouter } from "../../server/trpc/router.ts";
import type { PorterClient } from "./api.ts";
import { createCalls } from "./calls.ts";
import { PorterError, porterErrors } from "./error.ts";
import { createPorterFetch, jsonOnly } from "./fetch.ts";
import { reportCuts, resume } from "./resume.ts";

export type { PorterClient } from "./api.ts";

const DEFAULT_URL = "http://127.0.0.1:3101";
/** Queries made in the same tick travel together, at most this many in one request. */
const BATCH = 10;
/** In ms: as long as a restart of Porter takes, or an update. */
const RETRY_FOR = 30_000;

export type PorterClientOptions = {
  /** Where Porter serves, without a path. Default: `PORTER_API_URL`, else http://127.0.0.1:3101. */
  url?: string | undefined;
  /** The owner's token (`<data>/token` on Porter's machine), a named one or an agent's. Default: `PORTER_TOKEN`. */
  token?: string | undefined;
  /**
   * For how long a call that finds Porter away, stopping or busy is sent again, in ms. Default: 30,000; 0: not at all.
   * Queries are, and mutations that have one effect however often they are sent; README.md names them.
   */
  retryFor?: number | undefined;
};

/**
 * Porter's router as typed functions, see PorterClient. Nothing is sent before the first call.
 * @throws PorterError UNAUTHORIZED without a token, INVALID with a URL that is none
 */
export function createPorterClient(options: PorterClientOptions = {}): PorterClient {
  const token = options.token || process.env["PORTER_TOKEN"];
  if (!token) {
    throw new PorterError(
      "UNAUTHORIZED",
      "Porter needs a token: set PORTER_TOKEN or give { token }. The owner's stands in Porter's data folder, in the file `token`.",
    );
  }
  const given = options.url || process.env["PORTER_API_URL"] || DEFAULT_URL;
  const base = URL.canParse(given) ? new URL(given) : undefined;
  if (!base || !/^https?:$/.test(base.protocol)) {
    throw new PorterError(
      "INVALID",
      `Porter's address must look like ${DEFAULT_URL}, not "${given}" (PORTER_API_URL or { url }).`,
    );
  }
  const url = new URL("/trpc", base).href;
  const fetch = createPorterFetch(base, token);

  const where = base.origin;
  const link = { url, transformer: superjson, fetch: jsonOnly(fetch, where) };

  return createCalls({
    where,
    retryFor: options.retryFor ?? RETRY_FOR,
    links: [
      splitLink<AppRouter>({
        condition: (op) => op.type === "subscription",
        true: [
          porterErrors(where),
          resume,
          reportCuts,
          httpSubscriptionLink({
            url,
            transformer: superjson,
            EventSource,
            eventSourceOptions: { fetch },
          }),
        ],
        false: splitLink<AppRouter>({
          condition: (op) => op.type === "mutation",
          // At once: a batch waits for others by a timer, 1 ms, a fifth of what a small change takes.
          true: httpLink(link),
          false: httpBatchLink({ ...link, maxItems: BATCH }),
        }),
      }),
    ],
  });
}
