import { z } from "zod";
import type { Auth } from "../auth/service.ts";
import { PorterError } from "../errors.ts";
import type { Address } from "./address.ts";
import { refuse } from "./answers.ts";
import { readCookie, setCookie } from "./credentials.ts";
import { signInCookie } from "./oauth.ts";
import type { FailureLimit } from "./failure-limit.ts";

const Credentials = z.union([
  z.strictObject({ secret: z.string().min(1).max(200) }),
  z.strictObject({ token: z.string().min(1).max(1000) }),
]);

export function createLogin({ auth, failures }: { auth: Auth; failures: FailureLimit }) {
  return {
    /** `POST /login` `{secret}` or `{token}` → 204 and the session cookie. */
    async signIn(request: Request, address: Address, from: string): Promise<Response> {
      const parsed = Credentials.safeParse(await request.json().catch(() => undefined));
      if (!parsed.success) {
        return refuse({ status: 400, code: "INVALID", message: 'Send {"secret": …} or {"token": …}.' });
      }
      try {
        const { credential, lifeSeconds } = auth.signIn(parsed.data);
        return new Response(null, {
          status: 204,
          headers: { "set-cookie": cookie(request, address, credential, lifeSeconds) },
        });
      } catch (error) {
        if (!(error instanceof PorterError)) throw error;
        const wait = await failures.count(from);
        if (wait === undefined) return refuse({ status: 401, code: error.code, message: error.message });
        return refuse(
          { status: 429, code: "RATE_LIMITED", message: `Too many attempts. Try again in ${wait} seconds.` },
          { "retry-after": String(wait) },
        );
      }
    },

    /** `POST /logout` → 204; the credential is void from here on. */
    signOut(request: Request, address: Address): Response {
      const credential = readCookie(request, address.cookieName);
      if (credential) auth.revoke(credential);
      const headers = new Headers({ "set-cookie": cookie(request, address, "", 0) });
      headers.append("set-cookie", signInCookie(request, address, "", 0));
      return new Response(null, { status: 204, headers });
    },
  };
}

function cookie(request: Request, address: Address, value: string, maxAge: number): string {
  return setCookie(request, { name: address.cookieName, value, path: "/", sameSite: "Strict", maxAge });
}
