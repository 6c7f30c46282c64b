import type { ErrorCode } from "../../shared/errors.ts";

/** Every answer carries these, errors too. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
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

export function refuse(
  refusal: { status: number; code: ErrorCode; message: string },
  headers: Record<string, string> = {},
): Response {
  return Response.json({ code: refusal.code, message: refusal.message }, { status: refusal.status, headers });
}
