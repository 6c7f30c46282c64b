import { localLink, type LocalLinkOptions } from "@trpc/client";
import superjson from "superjson";
import type { PorterClient } from "../client/sdk/client.ts";
import { createCalls } from "../client/sdk/calls.ts";
import { porterErrors } from "../client/sdk/error.ts";
import type { AppRouter } from "../server/trpc/router.ts";

/** How the router is reached in its own process. `createContext`: who makes a call, as the credential stands by then. */
export type LocalRouter = Omit<LocalLinkOptions<AppRouter>, "transformer">;

/** The router's client in the router's own process: without HTTP, and through the same checks of each procedure. */
export const createLocalClient = (local: LocalRouter): PorterClient =>
  createCalls({
    links: [porterErrors("this address"), localLink<AppRouter>({ ...local, transformer: superjson })],
    retryFor: 0,
  });
