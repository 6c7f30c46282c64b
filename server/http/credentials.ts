import type { Principal } from "../auth/principal.ts";
import type { Auth } from "../auth/service.ts";

export function readCookie(request: Request, name: string): string | undefined {
  const pairs = request.headers.get("cookie")?.split(";") ?? [];
  const found = pairs.map((pair) => pair.trim()).find((pair) => pair.startsWith(`${name}=`));
  return found?.slice(name.length + 1);
}

type Cookie = { name: string; value: string; path: string; sameSite: "Strict" | "Lax"; maxAge: number };

/** A `Set-Cookie` that no script reads. @param maxAge in seconds */
export function setCookie(request: Request, { name, value, path, sameSite, maxAge }: Cookie): string {
  const secure = request.headers.get("origin")?.startsWith("https:") ? "; Secure" : "";
  return `${name}=${value}; HttpOnly; SameSite=${sameSite}; Path=${path}; Max-Age=${maxAge}${secure}`;
}

export const readBearer = (request: Request): string | undefined =>
  /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];

/** Who sends this request. `offered`: it carries a credential, so that nobody behind it is a failed attempt. */
export function identify(
  request: Request,
  auth: Auth,
  cookieName: string,
): { principal: Principal | undefined; offered: boolean } {
  const bearer = readBearer(request);
  if (bearer) return { principal: auth.findByBearer(bearer), offered: true };
  const cookie = readCookie(request, cookieName);
  return { principal: cookie ? auth.findByCookie(cookie) : undefined, offered: false };
}
