import {
  createTRPCClient,
  httpBatchLink,
  httpSubscriptionLink,
  splitLink,
  type TRPCClient,
} from "@trpc/client";
import { EventSource } from "eventsource";
import superjson from "superjson";
import type { AppRouter } from "../../server/trpc/router.ts";
import { createPorterFetch } from "./fetch.ts";
import { reportCuts, resume } from "./resume.ts";

const DEFAULT_URL = "http://127.0.0.1:3101";
/** Calls made in the same tick travel together, at most this many in one request. */
const BATCH = 10;

export type PorterClient = TRPCClient<AppRouter>;

export type PorterClientOptions = {
  /** Where Porter serves, without a path. Default: `PORTER_API_URL`, else http://127.0.0.1:3101. */
  url?: string | undefined;
  /** The owner's token (`<data>/token` on Porter's machine) or an agent's. Default: `PORTER_TOKEN`. */
  token?: string | undefined;
};

/**
 * Porter's router as typed functions: `porter.tasks.list.query({})`, `porter.tasks.create.mutate({ title })`,
 * `for await (const { data } of porter.tasks.onChange.subscribe()) …`.
 *
 * A subscription yields `{ id, data }` and goes on by itself after a cut connection or a restart of Porter, from
 * the last id it saw. It ends with its `signal` or a `break`, and throws only what waiting cannot mend. To go on in
 * a later run, keep the last `id` and give it as `lastEventId`.
 *
 * Calls reject with a `TRPCClientError`; `porterErrorOf` reads Porter's `{ code, message }` out of it.
 * @throws Error without a token, or with a URL that is none
 */
export function createPorterClient(options: PorterClientOptions = {}): PorterClient {
  const token = options.token || process.env["PORTER_TOKEN"];
  if (!token) {
    throw new Error(
      "Porter needs a token: set PORTER_TOKEN or give { token }. The owner's stands in Porter's data folder, in the file `token`.",
    );
  }
  const given = options.url || process.env["PORTER_API_URL"] || DEFAULT_URL;
  const base = URL.canParse(given) ? new URL(given) : undefined;
  if (!base || !/^https?:$/.test(base.protocol)) {
    throw new Error(
      `Porter's address must look like ${DEFAULT_URL}, not "${given}" (PORTER_API_URL or { url }).`,
    );
  }
  const url = new URL("/trpc", base).href;
  const fetch = createPorterFetch(base, token);

  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (op) => op.type === "subscription",
        true: [
          resume,
          reportCuts,
          httpSubscriptionLink({
            url,
            transformer: superjson,
            EventSource,
            eventSourceOptions: { fetch },
          }),
        ],
        false: httpBatchLink({ url, transformer: superjson, maxItems: BATCH, fetch }),
      }),
    ],
  });
}
