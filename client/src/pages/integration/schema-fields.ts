import type { JsonSchema } from "../../../../shared/integration.ts";
import { toMomentField } from "../../ui/date-fields.ts";

/** One field of a form that was made from a JSON schema. */
export type Field = {
  /** Its place among the values; unique in its form. */
  key: string;
  /** Its name in the params, or in the group that it belongs to. */
  name: string;
  label: string;
  hint: string | undefined;
  isRequired: boolean;
  isNullable: boolean;
  /** What stands in it at first. */
  initial: string;
} & (
  | { kind: "text" | "long"; most: number | undefined }
  | { kind: "integer" | "number"; least: number | undefined; most: number | undefined }
  /** A day · a moment · anything, as JSON. */
  | { kind: "date" | "moment" | "json" }
  /** One text a line. `of`: what each may be, when that is told. */
  | { kind: "lines"; of: readonly string[] }
  /** `value` is the choice's JSON. */
  | { kind: "choice"; options: readonly { value: string; words: string }[] }
  | { kind: "group"; fields: readonly Field[] }
);

/** A text that may be longer than this gets more than one line. */
const LONG = 500;

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const text = (value: unknown) => (typeof value === "string" ? value : undefined);
const number = (value: unknown) => (typeof value === "number" ? value : undefined);

/** "due_at", "dueAt" → "Due at" */
export function labelOf(name: string): string {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .replaceAll(/[_-]+/g, " ")
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What may also be null, without the null: `anyOf: [x, null]`, or `type: ["string", "null"]`. */
function withoutNull(schema: JsonSchema): { schema: JsonSchema; isNullable: boolean } {
  const { anyOf, type, ...rest } = schema;
  if (Array.isArray(anyOf)) {
    const others = anyOf.filter(isSchema).filter((each) => each["type"] !== "null");
    const [only] = others;
    if (only && others.length === 1 && anyOf.length === 2)
      return { schema: { ...only, ...rest }, isNullable: true };
  }
  if (Array.isArray(type) && type.length === 2 && type.includes("null"))
    return { schema: { ...rest, type: type.find((each) => each !== "null") }, isNullable: true };
  return { schema, isNullable: false };
}

const choiceWords = (value: unknown): string => {
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return typeof value === "string" ? labelOf(value) : JSON.stringify(value);
};
const choice = (values: readonly unknown[]) => ({
  kind: "choice" as const,
  options: values.map((value) => ({ value: JSON.stringify(value), words: choiceWords(value) })),
});

type Kind = Field extends infer F ? (F extends Field ? Omit<F, keyof Common> : never) : never;
type Common = Pick<Field, "key" | "name" | "label" | "hint" | "isRequired" | "isNullable" | "initial">;

function kindOf(schema: JsonSchema, key: string, isInGroup: boolean): Kind {
  const { type, format, items, properties, anyOf } = schema;
  const values = Array.isArray(schema["enum"]) ? schema["enum"] : undefined;
  if (values) return choice(values);
  if ("const" in schema) return choice([schema["const"]]);
  if (type === "boolean") return choice([true, false]);
  if (type === "integer" || type === "number")
    return { kind: type, least: number(schema["minimum"]), most: number(schema["maximum"]) };
  if (type === "string" && format === "date") return { kind: "date" };
  if (type === "string" && format === "date-time") return { kind: "moment" };
  if (type === "string") {
    const most = number(schema["maxLength"]);
    return { kind: most !== undefined && most > LONG ? "long" : "text", most };
  }
  // A day or a moment: both are letters.
  if (Array.isArray(anyOf) && anyOf.every((each) => isSchema(each) && each["type"] === "string"))
    return { kind: "text", most: undefined };
  if (type === "array" && isSchema(items) && items["type"] === "string")
    return { kind: "lines", of: Array.isArray(items["enum"]) ? items["enum"].map(String) : [] };
  if (type === "object" && isSchema(properties) && !isInGroup)
    return { kind: "group", fields: fieldsIn(schema, key) };
  return { kind: "json" };
}

function initialOf(kind: Kind["kind"], given: unknown): string {
  if (given === undefined || given === null || kind === "group") return "";
  if (kind === "lines" && Array.isArray(given)) return given.join("\n");
  if (kind === "choice") return JSON.stringify(given);
  if (kind === "json") return JSON.stringify(given, undefined, 2);
  if (kind === "moment" && typeof given === "string") return toMomentField(new Date(given));
  return typeof given === "string" ? given : JSON.stringify(given);
}

function fieldsIn(schema: JsonSchema, group?: string): Field[] {
  const properties = isSchema(schema["properties"]) ? schema["properties"] : {};
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  return Object.entries(properties).map(([name, given]): Field => {
    const { schema: own, isNullable } = withoutNull(isSchema(given) ? given : {});
    const key = group === undefined ? name : `${group}\n${name}`;
    const kind = kindOf(own, key, group !== undefined);
    return {
      key,
      name,
      label: text(own["title"]) ?? labelOf(name),
      hint: text(own["description"]),
      // A schema of what comes out of a check lists what has a default, too.
      isRequired: required.includes(name) && !("default" in own),
      isNullable,
      initial: initialOf(kind.kind, own["default"]),
      ...kind,
    };
  });
}

/** The fields of a form for an object of this schema. What it does not understand is a field for JSON. */
export const fieldsOf = (schema: JsonSchema): Field[] => fieldsIn(schema);
