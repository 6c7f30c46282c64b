import { fromMomentField } from "../../ui/date-fields.ts";
import type { Issue } from "../../../../shared/errors.ts";
import type { Field } from "./schema-fields.ts";

/** What stands in the fields, by their keys; null where the person chose "nothing". */
export type Values = Readonly<Record<string, string | null>>;
type Params = Record<string, unknown>;

export function initialValues(fields: readonly Field[]): Values {
  return Object.assign(
    {},
    ...fields.map((field) =>
      field.kind === "group" ? initialValues(field.fields) : { [field.key]: field.initial },
    ),
  );
}

/** Whether anything stands in a group: only then what it requires is required. */
export const isFilled = (fields: readonly Field[], values: Values): boolean =>
  fields.some(({ key }) => values[key] !== "" && values[key] !== undefined);

/** Undefined: left out. */
function valueOf(field: Field, values: Values): unknown {
  if (field.kind === "group") {
    if (field.isRequired || isFilled(field.fields, values)) return paramsOf(field.fields, values);
    return undefined;
  }
  const raw = values[field.key] ?? null;
  if (raw === null) return null;
  if (raw.trim() === "") return field.isRequired && field.isNullable ? null : undefined;
  switch (field.kind) {
    case "integer":
    case "number":
      return Number(raw);
    case "choice":
    case "json":
      return JSON.parse(raw) as unknown;
    case "moment":
      return fromMomentField(raw)?.toISOString();
    case "lines":
      return raw.split("\n").flatMap((line) => line.trim() || []);
    default:
      return raw;
  }
}

/** The params that the fields say. Throws a SyntaxError for JSON that is none, which the form does not let through. */
export function paramsOf(fields: readonly Field[], values: Values): Params {
  const named = fields.map((field) => [field.name, valueOf(field, values)] as const);
  return Object.fromEntries(named.filter(([, value]) => value !== undefined));
}

/** What the server has against the fields, by their keys; undefined when it has something against anything else. */
export function complaintsOf(
  fields: readonly Field[],
  issues: readonly Issue[],
): Readonly<Record<string, string>> | undefined {
  const keys = new Set(
    fields.flatMap((field) => (field.kind === "group" ? field.fields.map(({ key }) => key) : field.key)),
  );
  const complaints: Record<string, string> = {};
  for (const { path, message } of issues) {
    const key = [1, 2].map((depth) => path.slice(0, depth).join("\n")).find((each) => keys.has(each));
    if (key === undefined) return undefined;
    complaints[key] ??= message;
  }
  return complaints;
}

/** What keeps a text from being JSON; empty when nothing does. */
export function complaintAboutJson(raw: string): string {
  if (raw.trim() === "") return "";
  try {
    JSON.parse(raw);
    return "";
  } catch (error) {
    return `This is not JSON: ${error instanceof Error ? error.message : "it cannot be read"}`;
  }
}
