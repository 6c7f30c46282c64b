import { expect, test } from "bun:test";
import fc from "fast-check";
import superjson from "superjson";
import { deserialize, serialize } from "../../client/src/api/wire.ts";

const key = fc.oneof(
  fc.string(),
  fc.constantFrom("", ".", "\\", "a.b", "a\\.b", "a\\\\.", "0", "json", "é.\n"),
);
const allowed = (name: string) => !["__proto__", "constructor", "prototype"].includes(name);
const leaf = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
  fc.date({ noInvalidDate: true }),
);
/** What the router's inputs and answers are made of. */
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key.filter(allowed), tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const overTheWire = (packed: unknown) => JSON.parse(JSON.stringify(packed));

test("what the page sends is what superjson would send", () => {
  fc.assert(
    fc.property(value, (sent) => {
      // Where the same object stands twice, superjson says so, too; nobody reads it.
      const { json, meta } = superjson.serialize(structuredClone(sent));
      const { referentialEqualities: _, ...rest } = meta ?? {};
      expect(overTheWire(serialize(sent))).toStrictEqual(
        overTheWire(rest.values ? { json, meta: rest } : { json }),
      );
    }),
    { numRuns: 2_000 },
  );
});

test("what superjson sent is read as superjson reads it", () => {
  fc.assert(
    fc.property(value, (sent) => {
      const packed = superjson.serialize(sent);
      expect(deserialize(overTheWire(packed))).toStrictEqual(superjson.deserialize(overTheWire(packed)));
    }),
    { numRuns: 2_000 },
  );
});

test("the same object in two places arrives in both", () => {
  const when = new Date(0);
  const task = { when };
  expect(deserialize(overTheWire(superjson.serialize({ a: task, b: [task], when })))).toStrictEqual({
    a: { when },
    b: [{ when }],
    when,
  });
});

test("numbers that JSON has no word for", () => {
  const sent = [-0, Number.POSITIVE_INFINITY, Number.NaN];
  expect(deserialize(overTheWire(superjson.serialize(sent)))).toStrictEqual(sent);
});

test("a type it does not know is refused, and no path leads out of the answer", () => {
  expect(() => deserialize(overTheWire(superjson.serialize(new Map())))).toThrow("a map");
  for (const path of ["__proto__.polluted", "constructor.prototype.polluted", "missing.polluted"]) {
    expect(() => deserialize({ json: {}, meta: { values: { [path]: ["undefined"] }, v: 1 } })).toThrow();
    expect("polluted" in {}).toBe(false);
  }
});
