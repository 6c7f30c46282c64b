import { expect, test } from "bun:test";
import { z } from "zod";
import { DecideApproval } from "../../../shared/approval.ts";
import { figure } from "../../support/figures.ts";
import { ofKind } from "../doors/procedures.ts";

const UUID = "0190a5f0-0000-7000-8000-000000000000";

// Zod types what stands in a schema as its core's schema; all of ours are whole ones.
const whole = (schema: z.core.SomeType): z.ZodType => schema as z.ZodType;

/** Every part of a schema that takes a text, by its path. */
function textsIn(schema: z.ZodType, path: string): { path: string; schema: z.ZodType }[] {
  const inside = (part: z.core.SomeType, name = "") => textsIn(whole(part), path + name);
  if (schema instanceof z.ZodObject)
    return Object.entries<z.ZodType>(schema.shape).flatMap(([key, field]) => inside(field, `.${key}`));
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((one) => inside(one));
  if (schema instanceof z.ZodIntersection) return [...inside(schema.def.left), ...inside(schema.def.right)];
  if (schema instanceof z.ZodArray) return inside(schema.element, "[]");
  if (schema instanceof z.ZodRecord)
    return [...inside(schema.keyType, "{key}"), ...inside(schema.valueType, "{}")];
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  )
    return inside(schema.def.innerType);
  return [{ path, schema }];
}

/**
 * Free JSON: what is kept of it is kept as JSON, where both are escaped, and is checked by what it is for (an action's
 * own schema; the refinement of the whole, below).
 */
const FREE = /^agents\.decide\.editedInput|^integrations\.run\.params/;

test("no change takes a text that the database would keep otherwise: with a NUL, or half of a surrogate pair", () => {
  const texts = ofKind("mutation").flatMap(({ path, schema }) => (schema ? textsIn(schema, path) : []));
  const careless = texts
    .filter(({ path }) => !FREE.test(path))
    .filter(({ schema }) =>
      ["a longer\0text", "a longer\uD800text"].some((text) => schema.safeParse(text).success),
    );
  expect(careless.map(({ path }) => path)).toEqual([]);
  expect(texts.length).toBeGreaterThan(100);
  figure("input", "texts that changes take, each without NUL and lone surrogates", texts.length);
});

test("nor does the edited input of a call, at any depth; what only looks like one is fine", () => {
  const takes = (editedInput: unknown) =>
    DecideApproval.safeParse({ approvalId: UUID, decision: "allow", editedInput }).success;
  for (const bad of ["\0", "\uD800", "\\\uDFFF", "a\\\\\0"]) {
    expect(takes({ command: bad })).toBe(false);
    expect(takes({ list: [{ deep: bad }] })).toBe(false);
    expect(takes({ [bad]: 1 })).toBe(false);
  }
  for (const good of ["\\u0000", "\\ud800", "\\\\udfff", "👩‍👩‍👧‍👦", "\u0001", "u0000"])
    expect(takes({ command: good, list: [{ [good]: good }] })).toBe(true);
});
