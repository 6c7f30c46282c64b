/** Each before those whose names it also carries in its own. */
const BROWSERS: [pattern: RegExp, name: string][] = [
  [/\bEdg/, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\b(Firefox|FxiOS)\//, "Firefox"],
  [/(Chrome|CriOS|Chromium)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];
const SYSTEMS: [pattern: RegExp, name: string][] = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "Mac"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

const find = (list: [RegExp, string][], userAgent: string) =>
  list.find(([pattern]) => pattern.test(userAgent))?.[1];

/** "Chrome on Linux": what a person knows a browser by in the list of their devices. */
export function deviceName(userAgent: string): string {
  const browser = find(BROWSERS, userAgent) ?? "Browser";
  const system = find(SYSTEMS, userAgent);
  return system ? `${browser} on ${system}` : browser;
}
