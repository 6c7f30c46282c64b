import { PorterError } from "../../errors.ts";
import { finishConnect } from "../connection.ts";
import type { Host } from "../host.ts";
import type { SignIns } from "./sign-ins.ts";

/** The owner comes back from the service with this (RFC 6749, 4.1.2). All of it may be forged until the state is known. */
export type Answer = {
  integrationId: string;
  state: string | undefined;
  code: string | undefined;
  error: string | undefined;
  /** Of the browser that brings it. */
  browserSecret: string | undefined;
};

/**
 * `unknown`: no sign-in waits for this answer; the integration has not heard of it. `elsewhere`: the browser that began
 * it knows Porter under another address, and is to come there. `refused`: the service or the owner said no, with the
 * code of RFC 6749, 4.1.2.1. `failed`: it came to nothing, with the integration's own words for the owner.
 */
export type Outcome =
  | { type: "connected" }
  | { type: "unknown" }
  | { type: "elsewhere"; origin: string }
  | { type: "refused"; name: string; error: string }
  | { type: "failed"; name: string; message: string };

/** Ends a sign-in that `connect` has begun. */
export async function comeBack(
  { host, signIns }: { host: Pick<Host, "keeperOf">; signIns: Pick<SignIns, "take"> },
  { integrationId, state, code, error, browserSecret }: Answer,
): Promise<Outcome> {
  const signIn = state === undefined ? undefined : signIns.take({ integrationId, state, browserSecret });
  if (!signIn) return { type: "unknown" };
  if ("home" in signIn) return { type: "elsewhere", origin: signIn.home };
  const keeper = host.keeperOf(integrationId);
  const { name } = keeper.definition;
  if (error !== undefined || code === undefined)
    return { type: "refused", name, error: error ?? "invalid_request" };
  try {
    const { redirectUri, codeVerifier } = signIn;
    await finishConnect(keeper, { redirectUri, code, codeVerifier });
    return { type: "connected" };
  } catch (thrown) {
    if (!(thrown instanceof PorterError)) throw thrown;
    return { type: "failed", name, message: thrown.message };
  }
}
