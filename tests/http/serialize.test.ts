import { expect, test } from "bun:test";
import fc from "fast-check";
import superjson from "superjson";
import { serialize, stringify } from "../../server/trpc/serialize.ts";
import { runs } from "../support/long.ts";

/** What is sent: text, not objects. */
const sent = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const date = fc.date({ noInvalidDate: false });
const key = fc
  .oneof(fc.string(), fc.constantFrom("", ".", "a.b", "a\\", '","', "createdAt", "0"))
  .filter((name) => !["__proto__", "constructor", "prototype"].includes(name)); // Superjson refuses these.
/** Plain data and what is not, at every depth. */
const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.string(),
    fc.double(),
    fc.constantFrom(null, true, undefined, -0, 10n, /x/, new URL("https://example.net")),
    date,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4 }).map((given) => new Map(Object.entries(given))),
  ),
})).value;

test("it writes what superjson writes", () => {
  fc.assert(
    fc.property(anything, (value) => {
      // Superjson also tells what stands in two places: those of the samples that are one object here.
      const { json, meta } = superjson.serialize(value);
      const { referentialEqualities: _, ...rest } = meta ?? { v: 1 };
      const expected = meta?.values ? { json, meta: rest } : { json };
      expect(sent({ ...serialize(value), meta: undefined })).toEqual(sent({ json: expected.json }));
      expect(sent(serialize(value).meta?.values ?? null)).toEqual(sent(expected.meta?.values ?? null));
    }),
    { numRuns: runs(300, 1_000) },
  );
});

test("as text it is the JSON of what it writes, wherever the dates stand", () => {
  fc.assert(
    fc.property(anything, (value) => {
      expect(JSON.parse(stringify(value))).toEqual(sent(serialize(value)));
    }),
    { numRuns: runs(300, 1_000) },
  );
});

test("a date that stands in two places comes back in both; what is sent is not changed", () => {
  const now = new Date();
  const row = Object.freeze({ title: "Mend the fence", createdAt: now, updatedAt: now, tags: ["garden"] });
  const page = { items: [row, row], nextCursor: null };
  expect(superjson.deserialize(JSON.parse(JSON.stringify(serialize(page))))).toEqual(page);
  expect(row.createdAt).toBe(now);
});

test("names of prototypes are data like any other, unless a date stands below them", () => {
  const input = JSON.parse('{"constructor": "wood", "prototype": 1}');
  expect(serialize({ input })).toEqual({ json: { input } });
  expect(() => serialize({ constructor: { at: new Date() } })).toThrow("prototype pollution");
});

test("an answer that its service has frozen is written once; all others are written anew", () => {
  const row = { title: "Mend the fence", createdAt: new Date(0) };
  const items = [row];
  const frozen = Object.freeze({ items });
  const text = stringify(frozen);
  expect(superjson.parse<typeof frozen>(text)).toEqual(frozen);
  items.pop(); // Against what freezing it says.
  expect(stringify(frozen)).toBe(text);
  const open = { items: [row] };
  stringify(open);
  open.items = [];
  expect(stringify(open)).toBe('{"json":{"items":[]}}');
});
