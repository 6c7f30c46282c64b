/**
 * superjson's format (version 2), for what goes over this wire: JSON, Dates and undefined. The library knows maps, sets
 * and classes, too, which is 3 KB that every page would wait for, and copies an answer whole before it reads it. A test
 * compares the two.
 */
type Marks = [type: string] | { [path: string]: Marks };
export type Packed = { json: unknown; meta?: { values?: Marks; v?: number } };

const escapeKey = (key: string) => key.replaceAll(/[\\.]/g, String.raw`\$&`);

/** `a.b\.c` leads to `b.c` in `a`. */
const keysOf = (path: string): string[] =>
  path.includes("\\")
    ? [...`${path}.`.matchAll(/((?:\\.|[^.\\])*)\./gs)].map(([, key = ""]) => key.replaceAll(/\\(.)/gs, "$1"))
    : path.split(".");

export function serialize(value: unknown): Packed {
  let root: Marks | undefined;
  const marks: Record<string, Marks> = {};
  const mark = (path: string | undefined, type: string) => {
    if (path === undefined) root = [type];
    else marks[path] = [type];
  };
  const pack = (part: unknown, path?: string): unknown => {
    const pathOf = (key: string | number) =>
      path === undefined ? escapeKey(String(key)) : `${path}.${escapeKey(String(key))}`;
    if (part === undefined) {
      mark(path, "undefined");
      return null;
    }
    if (part instanceof Date) {
      if (!Number.isNaN(part.getTime())) mark(path, "Date");
      return part.toJSON();
    }
    if (Array.isArray(part)) return part.map((item, index) => pack(item, pathOf(index)));
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, pack(item, pathOf(key))]));
  };
  const json = pack(value);
  if (Object.keys(marks).length > 0) root = marks;
  return root ? { json, meta: { values: root, v: 1 } } : { json };
}

function revive(value: unknown, type: string): unknown {
  if (type === "Date") return new Date(String(value));
  if (type === "undefined") return undefined;
  if (type === "number") return Number(value); // what JSON has no word for: -0, Infinity
  throw new TypeError(`The server sent a ${type}, which this page cannot read.`);
}

/** Takes over what it is given: the answer is made of the same objects. */
export function deserialize({ json, meta }: Packed): unknown {
  const whole: Record<string, unknown> = { json };
  const apply = (holder: Record<string, unknown>, key: string, marks: Marks): void => {
    if (Array.isArray(marks)) {
      holder[key] = revive(holder[key], marks[0]);
      return;
    }
    for (const [path, inner] of Object.entries(marks)) {
      const keys = [key, ...keysOf(path)];
      const last = keys.pop() ?? key;
      let at = holder;
      for (const step of keys) {
        const next = Object.hasOwn(at, step) ? at[step] : undefined;
        if (typeof next !== "object" || next === null)
          throw new TypeError("The server sent a mark without its value.");
        at = next as Record<string, unknown>; // an object or an array: both are read by their keys
      }
      apply(at, last, inner);
    }
  };
  if (meta?.values) apply(whole, "json", meta.values);
  return whole["json"];
}
