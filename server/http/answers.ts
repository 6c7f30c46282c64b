import type { Refusal } from "../auth/guards.ts";

/** Every answer carries these, errors too. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; "),
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/** JSON-RPC's code for a request that the server will not handle; tRPC's clients read the HTTP status instead. */
const INVALID_REQUEST = -32_600;

/** An answer of Porter's own in front of tRPC, in the shape in which tRPC's clients read errors. */
export function refuseCall(
  { status, code, message }: Refusal,
  headers: Record<string, string> = {},
): Response {
  const data = { code, httpStatus: status, porter: { code, message } };
  return Response.json({ error: { json: { message, code: INVALID_REQUEST, data } } }, { status, headers });
}

export function refuse({ status, code, message }: Refusal, headers: Record<string, string> = {}): Response {
  return Response.json({ code, message }, { status, headers });
}
