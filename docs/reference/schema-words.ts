import { z } from "zod";

/** What of JSON schema (draft 2020-12) zod makes. `Date` is Porter's own word: what superjson carries. */
export type Schema = {
  $ref?: string;
  type?: string | string[];
  description?: string;
  default?: unknown;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minItems?: number;
  maxItems?: number;
};

type SchemaField = {
  name: string;
  isOptional: boolean;
  words: string;
  /** What its schema says of it. */
  meaning: string;
  schema: Schema;
};

/** Schemas that have a name, by themselves: a part of another schema is the same object. */
export type NamedSchemas = ReadonlyMap<z.ZodType, string>;

/** @param named schemas that are called by their names where they are part of this one */
export function toSchema(
  schema: z.ZodType,
  { named, io = "input" }: { named?: NamedSchemas; io?: "input" | "output" } = {},
): Schema {
  const registry = z.registry<{ id?: string }>();
  for (const [one, id] of named ?? []) if (one !== schema) registry.add(one, { id });
  return z.toJSONSchema(schema, {
    io,
    metadata: registry,
    unrepresentable: "any",
    override({ zodSchema, jsonSchema }) {
      if (zodSchema instanceof z.ZodDate) jsonSchema["type"] = "Date" as "string";
      const description = z.globalRegistry.get(zodSchema)?.description;
      if (description !== undefined) jsonSchema.description = description;
    },
  }) as Schema;
}

/** The fields of an object, in the order in which they were written. */
export function fieldsIn({ properties = {}, required = [] }: Schema): SchemaField[] {
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    isOptional: !required.includes(name),
    words: inWords(schema),
    meaning: [
      ...(schema.description === undefined ? [] : [schema.description]),
      ...(schema.default === undefined ? [] : [`default: \`${JSON.stringify(schema.default)}\``]),
    ].join("; "),
    schema,
  }));
}

/**
 * A schema as TypeScript would write it, and its limits behind it.
 * @param depth objects that lie deeper are not written out
 */
export function inWords(schema: Schema, depth = Infinity): string {
  const { $ref, type, anyOf, oneOf, allOf } = schema;
  if ($ref !== undefined) return $ref.startsWith("#/$defs/__") ? "JSON" : ($ref.split("/").at(-1) ?? "");
  if ("const" in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const either = anyOf ?? oneOf;
  if (either) return [...new Set(either.map((one) => inWords(one, depth)))].join(" | ");
  if (allOf) return allOf.map((one) => inPart(one, depth)).join(" & ");
  if (Array.isArray(type)) return type.join(" | ");
  switch (type) {
    case "array":
      return withLimits(`${inPart(schema.items ?? {}, depth)}[]`, range(schema.minItems, schema.maxItems));
    case "object":
      return objectInWords(schema, depth);
    case "string":
      return stringInWords(schema);
    case "integer":
    case "number":
      return withLimits(type, numbers(schema));
    case undefined:
      return "unknown";
    default:
      return type;
  }
}

/** Within something that binds closer than `|`. */
function inPart(schema: Schema, depth: number): string {
  const words = inWords(schema, depth);
  return / [|&(] ?/.test(words) && !/^\{.*\}$/.test(words) ? `(${words})` : words;
}

function objectInWords(schema: Schema, depth: number): string {
  const { additionalProperties, properties } = schema;
  if (!properties && typeof additionalProperties === "object")
    return `Record<string, ${inWords(additionalProperties, depth)}>`;
  if (!properties) return "object";
  if (depth === 0) return "{…}";
  const fields = fieldsIn(schema).map(
    ({ name, isOptional, schema }) => `${name}${isOptional ? "?" : ""}: ${inWords(schema, depth - 1)}`,
  );
  return fields.length === 0 ? "{}" : `{ ${fields.join("; ")} }`;
}

/** A pattern that is longer than this explains nothing. */
const READABLE = 60;

function stringInWords({ format, pattern, minLength, maxLength }: Schema): string {
  const length = range(minLength, maxLength);
  const form = format ?? (pattern !== undefined && pattern.length <= READABLE ? `/${pattern}/` : undefined);
  return withLimits(
    "string",
    [form, length === "at least 1" ? "not empty" : length && `${length} characters`]
      .filter(Boolean)
      .join(", "),
  );
}

function numbers({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Schema): string {
  const safe = (value: number | undefined) =>
    value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined;
  const above = exclusiveMinimum === undefined ? "" : `above ${exclusiveMinimum}`;
  const below = exclusiveMaximum === undefined ? "" : `below ${exclusiveMaximum}`;
  return [above, below, range(safe(minimum), safe(maximum))].filter((word) => word !== "").join(", ");
}

function range(from: number | undefined, to: number | undefined): string {
  if (from === undefined && to === undefined) return "";
  if (to === undefined) return `at least ${from}`;
  if (from === undefined || from === 0) return `at most ${to}`;
  return from === to ? `${from}` : `${from}–${to}`;
}

const withLimits = (words: string, limits: string): string =>
  limits === "" ? words : `${words} (${limits})`;
