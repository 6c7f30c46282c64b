import { describe, expect, test } from "bun:test";
import { z } from "zod";
import {
  complaintAboutJson,
  complaintsOf,
  initialValues,
  paramsOf,
} from "../../client/src/pages/integration/form-values.ts";
import { fieldsOf, labelOf } from "../../client/src/pages/integration/schema-fields.ts";

const formOf = (shape: z.ZodRawShape) => fieldsOf(z.toJSONSchema(z.object(shape), { io: "input" }));
const kinds = (shape: z.ZodRawShape) => formOf(shape).map(({ name, kind }) => [name, kind]);

/** The params after a person has filled these fields and left the others. */
function filled(shape: z.ZodRawShape, given: Record<string, string | null>) {
  const fields = formOf(shape);
  return paramsOf(fields, { ...initialValues(fields), ...given });
}

describe("a form made from an action's schema", () => {
  test("has a field of a fitting kind for what it understands, and JSON for the rest", () => {
    expect(
      kinds({
        title: z.string().max(500),
        description: z.string().max(20_000),
        count: z.int(),
        ratio: z.number(),
        isLoud: z.boolean(),
        priority: z.enum(["low", "high"]),
        type: z.literal("task"),
        day: z.iso.date(),
        at: z.iso.datetime(),
        tags: z.array(z.string()),
        place: z.object({ name: z.string(), deeper: z.object({ a: z.string() }) }),
        counts: z.array(z.number()),
        either: z.union([z.string(), z.number()]),
        dayOrMoment: z.union([z.iso.date(), z.iso.datetime()]),
        anything: z.record(z.string(), z.unknown()),
      }),
    ).toEqual([
      ["title", "text"],
      ["description", "long"],
      ["count", "integer"],
      ["ratio", "number"],
      ["isLoud", "choice"],
      ["priority", "choice"],
      ["type", "choice"],
      ["day", "date"],
      ["at", "moment"],
      ["tags", "lines"],
      ["place", "group"],
      ["counts", "json"],
      ["either", "json"],
      ["dayOrMoment", "text"],
      ["anything", "json"],
    ]);
    const place = formOf({ place: z.object({ deeper: z.object({ a: z.string() }) }) })[0];
    expect(place?.kind === "group" && place.fields.map(({ kind }) => kind)).toEqual(["json"]);
  });

  test("tells what a field is called, what it is for and whether it is needed", () => {
    const [due, title] = formOf({
      due_at: z.iso.datetime().nullable().optional().describe("When it is due"),
      taskTitle: z.string(),
    });
    expect(due).toMatchObject({
      label: "Due at",
      hint: "When it is due",
      isRequired: false,
      isNullable: true,
    });
    expect(title).toMatchObject({ label: "Task title", isRequired: true, isNullable: false });
    expect(labelOf("kebab-case")).toBe("Kebab case");
  });

  test("what is left empty is left out, unless it has to be null", () => {
    const shape = {
      a: z.string().optional(),
      b: z.iso.date().nullable().optional(),
      c: z.string().nullable(),
      place: z.object({ name: z.string() }).optional(),
    };
    expect(filled(shape, {})).toEqual({ c: null });
    expect(filled(shape, { b: null, "place\nname": "Vienna" })).toEqual({
      b: null,
      c: null,
      place: { name: "Vienna" },
    });
  });

  test("what stands in the fields passes the schema that they were made from, and means the same", () => {
    const shape = {
      title: z.string(),
      count: z.int().min(1),
      isLoud: z.boolean(),
      level: z.enum(["1", "2"]),
      at: z.iso.datetime(),
      day: z.iso.date(),
      tags: z.array(z.string()),
      more: z.record(z.string(), z.number()),
      limit: z.int().default(20),
    };
    const params = filled(shape, {
      title: "5",
      count: "5",
      isLoud: "false",
      level: '"2"',
      at: "2026-03-01T09:30",
      day: "2026-03-01",
      tags: " home \n\nmoney",
      more: '{"a": 1}',
    });
    expect(params).toEqual({
      title: "5",
      count: 5,
      isLoud: false,
      level: "2",
      at: new Date(2026, 2, 1, 9, 30).toISOString(),
      day: "2026-03-01",
      tags: ["home", "money"],
      more: { a: 1 },
      limit: 20,
    });
    expect(z.object(shape).safeParse(params).success).toBe(true);
  });

  test("says which texts a list takes, when that is told", () => {
    const [days, tags] = formOf({ days: z.array(z.enum(["monday", "sunday"])), tags: z.array(z.string()) });
    expect(days).toMatchObject({ kind: "lines", of: ["monday", "sunday"] });
    expect(tags).toMatchObject({ kind: "lines", of: [] });
  });

  test("tells what the server has against it at its fields, or as a whole", () => {
    const fields = formOf({
      title: z.string(),
      tags: z.array(z.string()),
      place: z.object({ name: z.string() }),
    });
    expect(
      complaintsOf(fields, [
        { path: ["title"], message: "Too short" },
        { path: ["title"], message: "Too plain" },
        { path: ["tags", 1], message: "Too long" },
        { path: ["place", "name", "first"], message: "Not there" },
      ]),
    ).toEqual({ title: "Too short", tags: "Too long", "place\nname": "Not there" });
    expect(
      complaintsOf(fields, [
        { path: ["title"], message: "Too short" },
        { path: [], message: "No" },
      ]),
    ).toBe(undefined);
  });

  test("says what is no JSON", () => {
    expect(complaintAboutJson("")).toBe("");
    expect(complaintAboutJson('{"a": [1]}')).toBe("");
    expect(complaintAboutJson("{a: 1}")).toStartWith("This is not JSON");
  });
});
