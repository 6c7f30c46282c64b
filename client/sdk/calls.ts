import { TRPCUntypedClient, type TRPCLink } from "@trpc/client";
import type { AppRouter } from "../../server/trpc/router.ts";
import type { CallOptions, PorterClient } from "./api.ts";
import { isRepeatable, withKey } from "./repeats.ts";
import { sendUntilDone } from "./retry.ts";

/** The typed functions over a way to the router. */
export function createCalls(options: {
  links: TRPCLink<AppRouter>[];
  /** For how long, in ms, a call is sent again that may be; 0: each call once. */
  retryFor: number;
  /** The address, for messages. */
  where?: string | undefined;
}): PorterClient {
  const { retryFor, where } = options;
  const client = new TRPCUntypedClient<AppRouter>(options);

  const procedure = (path: string) => ({
    query: (input: unknown, { signal }: CallOptions = {}) =>
      sendUntilDone(() => client.query(path, input, given(signal)), { retryFor, signal, where }),

    mutate(input: unknown, { signal }: CallOptions = {}) {
      const keyed = withKey(path, input);
      const wait = isRepeatable(path) ? retryFor : 0;
      return sendUntilDone(() => client.mutation(path, keyed, given(signal)), {
        retryFor: wait,
        signal,
        where,
      });
    },

    subscribe: (input: unknown, handlers: CallOptions = {}) => client.subscription(path, input, handlers),
  });

  const noun = (name: string) => namesOf((procedureName) => procedure(`${name}.${procedureName}`));
  return namesOf(noun) as unknown as PorterClient; // Its names are the router's, which only the type knows.
}

const given = (signal: AbortSignal | undefined) => (signal ? { signal } : {});

/** An object that has every name. `then` is none: whoever awaits it gets it as it is. */
function namesOf<T>(make: (name: string) => T): Record<string, T> {
  return new Proxy(Object.create(null) as Record<string, T>, {
    get: (_, name) => (typeof name === "string" && name !== "then" ? make(name) : undefined),
  });
}
