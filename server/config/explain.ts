import { z } from "zod";
import { locateKey } from "./locate.ts";

type File = {
  /** As it is named to people. */
  name: string;
  text: string;
  /** What it was checked by: it tells which keys there are. */
  schema: z.ZodType;
};
type Issue = z.core.$ZodIssue;

/** One line per issue: `file:line: key: what is wrong and what is allowed`. */
export function explainIssues({ name, text, schema }: File, issues: readonly Issue[]): string {
  return issues
    .flatMap((issue) => flatten(schema, issue))
    .map(({ path, message }) => {
      const line = locateKey(text, path);
      return `${name}${line ? `:${line}` : ""}: ${path.join(".")}: ${message}`;
    })
    .join("\n");
}

function flatten(
  schema: z.ZodType,
  issue: Issue,
  above: PropertyKey[] = [],
): { path: string[]; message: string }[] {
  const path = [...above, ...issue.path].map(String);
  if (issue.code === "unrecognized_keys") {
    const allowed = keysAt(schema, path);
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: `is not a known key. Allowed here: ${allowed.join(", ")}`,
    }));
  }
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    // The branch that came nearest is the one that its author meant.
    const nearest = [...issue.errors].sort((a, b) => a.length - b.length)[0] ?? [];
    return nearest.flatMap((inner) => flatten(schema, inner, path));
  }
  return [{ path, message: issue.message }];
}

function keysAt(schema: z.core.$ZodType, path: readonly string[]): string[] {
  const inner = unwrap(schema);
  const [head, ...rest] = path;
  if (inner instanceof z.ZodObject) {
    const child: unknown = head === undefined ? undefined : inner.shape[head];
    return child instanceof z.ZodType ? keysAt(child, rest) : Object.keys(inner.shape);
  }
  if (inner instanceof z.ZodRecord) return keysAt(inner.valueType, rest);
  if (inner instanceof z.ZodArray) return keysAt(inner.element, rest);
  if (inner instanceof z.ZodUnion)
    return [...new Set(inner.options.flatMap((option) => keysAt(option, rest)))];
  return [];
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return unwrap(schema.unwrap());
  }
  return schema;
}
