/** So many `{{fields}}` may stand in one template. */
export const MOST_FIELDS = 200;

const FIELD = /\{\{\s*([^{}]*?)\s*\}\}/g;

export const countFields = (template: string): number => [...template.matchAll(FIELD)].length;

/**
 * Puts the fields of a JSON body into a text: `{{path.to.field}}`, `{{items.0.name}}`, `{{items.length}}`. It is no language: a field that
 * is missing, or is not a text, a number or a boolean, is empty, and what comes in is not read as a template again.
 * @param max UTF-16 units of the result; the rest is left out
 */
export function fillTemplate(template: string, body: unknown, max: number): string {
  let text = "";
  let from = 0;
  for (const match of template.matchAll(FIELD)) {
    text += template.slice(from, match.index) + textAt(body, match[1] ?? "");
    from = match.index + match[0].length;
    // A body may be long and named many times.
    if (text.length > max) break;
  }
  return (text + template.slice(from)).slice(0, max);
}

function textAt(body: unknown, path: string): string {
  let value = body;
  for (const key of path.split(".")) {
    // Own fields only: `constructor` is not in the JSON that came.
    if (typeof value !== "object" || value === null || !isOwn(value, key)) return "";
    value = value[key];
  }
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : "";
}

const isOwn = (value: object, key: string): value is Record<string, unknown> => Object.hasOwn(value, key);
