/** Where to go after the sign-in: only ever a path of this app, so that a link cannot lead out of it. */
export function safeNext(next: unknown): string {
  if (typeof next !== "string" || !next.startsWith("/") || /^\/[/\\]/.test(next)) return "/";
  return next.startsWith("/sign-in") ? "/" : next;
}
