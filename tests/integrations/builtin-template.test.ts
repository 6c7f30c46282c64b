import { expect, test } from "bun:test";
import fc from "fast-check";
import { Config } from "../../server/integrations/webhook/config.ts";
import { fillTemplate } from "../../server/integrations/webhook/template.ts";
import { runs } from "../support/long.ts";

const fill = (template: string, body: unknown) => fillTemplate(template, body, 1000);

test("a field is taken from the body by its path", () => {
  const body = { order: { id: 7, paid: true, items: [{ name: "Tea" }, { name: "Cups" }] }, note: "thanks" };
  expect(
    fill(
      "Order {{order.id}}: {{ order.items.0.name }} and {{order.items.length}}, {{order.paid}}. {{note}}!",
      body,
    ),
  ).toBe("Order 7: Tea and 2, true. thanks!");
});

test.each([
  ["{{missing}}", { title: "x" }],
  ["{{title.deeper}}", { title: "x" }],
  ["{{list}}{{table}}{{nothing}}", { list: [1], table: {}, nothing: null }],
  ["{{constructor.name}}{{__proto__}}{{toString}}", {}],
  ["{{title.length}}{{list.push}}{{list.1}}", { list: [1], title: "x" }],
  ["{{}}{{.}}{{a..b}}", { a: { b: 1 } }],
  ["{{title}}", null],
  ["{{title}}", "text"],
])("%s finds nothing in %j", (template, body) => {
  expect(fill(template, body)).toBe("");
});

test("what comes in is not read as a template again", () => {
  expect(fill("{{a}}", { a: "{{secret}}", secret: "hidden" })).toBe("{{secret}}");
  expect(fill("{{a}}secret}}", { a: "{{", secret: "hidden" })).toBe("{{secret}}");
});

test("what is no field stays as it is", () => {
  expect(fill("a {b} {{c d} }} {{{e}}}", { e: "x" })).toBe("a {b} {{c d} }} {x}");
});

test("any template and any body give text of at most the given length", () => {
  const pieces = fc.oneof(
    fc.constantFrom(
      "{{",
      "}}",
      "{",
      "}",
      ".",
      " ",
      "a",
      "b",
      "0",
      "__proto__",
      "{{a}}",
      "{{a.0}}",
      "{{b.a}}",
    ),
    fc.string({ unit: "binary", maxLength: 6 }),
  );
  const templates = fc.array(pieces, { maxLength: 30 }).map((all) => all.join(""));
  const keys = fc.constantFrom("a", "b", "0", "__proto__", "constructor");
  const { body } = fc.letrec((tie) => ({
    body: fc.oneof(
      { maxDepth: 4 },
      fc.jsonValue(),
      fc.array(tie("body"), { maxLength: 3 }),
      fc.dictionary(keys, tie("body"), { maxKeys: 3 }),
    ),
  }));
  let filled = 0;
  fc.assert(
    fc.property(templates, body, fc.nat(50), (template, body, max) => {
      const text = fillTemplate(template, body, max);
      expect(text.length).toBeLessThanOrEqual(max);
      if (text !== template.slice(0, max)) filled += 1;
    }),
    { numRuns: runs(500, 2_000) },
  );
  expect(filled).toBeGreaterThan(100);
});

test("a long field that is named many times is cut", () => {
  expect(fillTemplate("{{a}}".repeat(200), { a: "x".repeat(200_000) }, 500)).toBe("x".repeat(500));
});

test("the configuration takes at most 200 fields in a template", () => {
  const withFields = (count: number) =>
    Config.safeParse({
      hooks: [
        {
          name: "a",
          verify: "token",
          secret: "0123456789abcdef",
          notify: { title: "{{a}}".repeat(count) },
        },
      ],
    }).success;
  expect(withFields(200)).toBe(true);
  expect(withFields(201)).toBe(false);
});
