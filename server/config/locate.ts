/**
 * The line (from 1) on which a key of a TOML text stands, or of the nearest table around it; undefined when the
 * text names neither. The TOML parser reports places for syntax errors only, so this reads table headers and
 * `key =` lines itself. It is used for messages alone: a wrong guess costs a line number, never a value.
 */
export function locateKey(text: string, path: readonly PropertyKey[]): number | undefined {
  const wanted = path.map(String);
  /** How often each `[[table]]` has come: elements of an array have their number in the path. */
  const counts = new Map<string, number>();
  let table: string[] = [];
  let best: { depth: number; line: number } | undefined;
  text.split("\n").forEach((content, index) => {
    const header = /^\s*(\[{1,2})([^\]]+)\]{1,2}/.exec(content);
    if (header?.[2]) table = enterTable(splitKey(header[2]), header[1] === "[[", counts);
    const key = header ? [] : splitKey(/^\s*([\w."'-]+)\s*=/.exec(content)?.[1] ?? "");
    if (!header && key.length === 0) return;
    const here = [...table, ...key];
    if (here.length > wanted.length || here.some((part, depth) => part !== wanted[depth])) return;
    if (!best || here.length > best.depth) best = { depth: here.length, line: index + 1 };
  });
  return best?.line;
}

/** Below an array of tables a header means its last element. */
function enterTable(key: string[], isElement: boolean, counts: Map<string, number>): string[] {
  const name = key.join(".");
  if (isElement) counts.set(name, (counts.get(name) ?? 0) + 1);
  return key.flatMap((part, depth) => {
    const count = counts.get(key.slice(0, depth + 1).join("."));
    return count === undefined ? [part] : [part, String(count - 1)];
  });
}

function splitKey(key: string): string[] {
  return key
    .split(".")
    .map((part) => part.trim().replace(/^["']|["']$/g, ""))
    .filter((part) => part !== "");
}
