import { checkNavigation } from "../auth/guards.ts";
import { hashSecret } from "../auth/secret.ts";
import type { Outcome } from "../integrations/oauth/come-back.ts";
import type { SignInFrom } from "../integrations/oauth/sign-ins.ts";
import type { Integrations } from "../integrations/service.ts";
import type { Address } from "./address.ts";
import { readBearer, readCookie, setCookie } from "./credentials.ts";
import type { FailureLimit } from "./failure-limit.ts";
import { calmPage } from "./page.ts";

/** As long as a sign-in is good, in seconds. */
const LIFE = 600;

const cookieNameOf = ({ cookieName }: Address): string => `${cookieName}_oauth`;

/** The cookie that sign-ins to services are bound to; it ends with the session. @param maxAge in seconds */
export const signInCookie = (request: Request, address: Address, value: string, maxAge: number): string =>
  setCookie(request, { name: cookieNameOf(address), value, path: "/oauth/", sameSite: "Lax", maxAge });

/**
 * Binds a sign-in to the browser that begins it. Porter's own cookie does not come back with it: that is
 * `SameSite=Strict`, and the way back begins at another site. So the browser gets a `Lax` one, for that way alone. It is
 * made of the session, and tells nothing of it: all sign-ins that one session begins share it, so none takes it from
 * another.
 */
export function beginSignIn(request: Request, address: Address, answer: Headers): SignInFrom {
  const { callbackOrigin } = address;
  const session = readBearer(request) ? undefined : readCookie(request, address.cookieName);
  if (session === undefined) return { callbackOrigin };
  const secret = hashSecret(`oauth ${session}`);
  answer.append("set-cookie", signInCookie(request, address, secret, LIFE));
  return { callbackOrigin, browser: { secret, origin: request.headers.get("origin") ?? undefined } };
}

/**
 * `GET /oauth/:integrationId/callback?state&code` or `?state&error`: 303 to the integration's page; 400 for a state that
 * is not good (429 after too many) and for a service that said no, 502 for a sign-in that failed, each as a page.
 */
export function createOAuthCallback(deps: {
  integrations: Pick<Integrations, "comeBack">;
  failures: FailureLimit;
}) {
  return async (
    integrationId: string,
    request: Request,
    address: Address,
    from: string,
  ): Promise<Response> => {
    const refusal = checkNavigation(request);
    if (refusal) return calmPage(refusal.status, { title: refusal.message });
    const { pathname, search, searchParams } = new URL(request.url);
    const outcome = await deps.integrations.comeBack({
      integrationId,
      state: only(searchParams, "state"),
      code: only(searchParams, "code"),
      error: only(searchParams, "error"),
      browserSecret: readCookie(request, cookieNameOf(address)),
    });
    if (outcome.type === "connected") return lead(`/integrations/${integrationId}`);
    if (outcome.type === "elsewhere") return lead(outcome.origin + pathname + search);
    if (outcome.type === "unknown") {
      const wait = await deps.failures.count(from);
      if (wait === undefined) return calmPage(400, UNKNOWN);
      const text = `Too many of them came. Try again in ${wait} seconds.`;
      return calmPage(429, { ...UNKNOWN, text }, { "retry-after": String(wait) });
    }
    return calmPage(outcome.type === "refused" ? 400 : 502, {
      title: `${outcome.name} is not connected`,
      text: wordsOf(outcome),
      link: { href: `/integrations/${integrationId}`, words: "Connect again" },
    });
  };
}

/** A parameter that comes twice is none (RFC 6749, 3.1). */
function only(params: URLSearchParams, name: string): string | undefined {
  const [value, ...others] = params.getAll(name);
  return value === "" || others.length > 0 ? undefined : value;
}

const lead = (location: string): Response =>
  new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });

const UNKNOWN = {
  title: "This sign-in cannot be finished",
  text: "It was finished already, is older than 10 minutes, was begun in another browser, or Porter was restarted since. Nothing was changed. Open the integration and press Connect again.",
  link: { href: "/integrations", words: "To the integrations" },
};

function wordsOf(outcome: Extract<Outcome, { type: "refused" | "failed" }>): string {
  if (outcome.type === "failed") return outcome.message;
  if (outcome.error === "access_denied") return "The access was not allowed. Nothing was changed.";
  // The codes of RFC 6749, 4.1.2.1 look like this; anything else is not for showing.
  const code = /^[a-z_]{1,40}$/.test(outcome.error) ? ` (${outcome.error})` : "";
  return `Its service refused the sign-in${code}. Nothing was changed.`;
}
