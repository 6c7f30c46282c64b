/** `Retry-After` in ms, at least 0: whole seconds or an HTTP date (RFC 9110, 10.2.3). undefined: none that says anything. */
export function readRetryAfter(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
