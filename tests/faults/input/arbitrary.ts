import fc from "fast-check";
import superjson from "superjson";
import { z } from "zod";

/**
 * Inputs that a procedure might get, made of its own schema: right in every part that the schema tells of (its refinements
 * it does not tell), or with one part of it wrong.
 * @param known texts that mean something to the server, such as ids of what is there; may grow later
 */
export function inputsOf(schema: z.ZodType | undefined, known: readonly string[]): fc.Arbitrary<unknown> {
  const right = schema ? valuesOf(schema, known) : fc.constant(undefined);
  const wrong = fc
    .tuple(right, fc.nat(), wrongs)
    .map(([value, place, change]) => damage(value, place, change));
  return fc.oneof({ weight: 2, arbitrary: right }, { weight: 1, arbitrary: wrong });
}

/** Texts that mean something to some part below: SQL, FTS5, LIKE, paths, HTML, ICU, shells, JSON, cursors. */
const MEANINGFUL = [
  "",
  " ",
  "%",
  "_%",
  "\\",
  "'; DROP TABLE tasks; --",
  '"',
  'a" OR "b',
  "NEAR(a b)",
  "title:a* AND NOT b",
  "^a - + ( ) { } ~ *",
  "#12",
  "-1",
  "1e999",
  "../../../etc/passwd",
  "/etc/passwd",
  "~",
  "file:///etc/passwd",
  "C:\\con",
  "<script>alert(1)</script>",
  "${7*7}{{7*7}}",
  "__proto__",
  "constructor",
  "toString",
  "\u202Eevil\u2066",
  "\uFEFFa\u200B",
  "e\u0301 é ẞ ı İ",
  "👩‍👩‍👧‍👦",
  "a\0b",
  "\uD800",
  "a\r\nb",
  "-n",
  "null",
  "W10",
  "eyJpZCI6MX0",
  "tomorrow at 9am every day #a !high",
  "FREQ=SECONDLY;INTERVAL=0",
  "FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=2",
  "Etc/UTC",
  "x".repeat(20_000),
];

/** For texts that have to have a form. */
const FORMS = [
  "2030-01-02",
  "2030-02-30",
  "0000-01-01T00:00:00Z",
  "2030-01-02T03:04:05Z",
  "2030-01-02T03:04:05+23:59",
  "9999-12-31T23:59:59Z",
  "12:00",
  "/tmp",
  "/tasks?status=todo",
  // Nobody's host: nothing that is tried here leaves the machine.
  "https://push.invalid/x",
  "a.b",
  "a".repeat(40),
  "tasks",
  "calendar",
  "github",
  "webhook",
  "Bash(git log:*)",
];

const moments = fc.oneof(
  fc.date({ noInvalidDate: true }),
  fc.integer({ min: -400, max: 400 }).map((days) => new Date(Date.now() + days * 86_400_000)),
  fc.constantFrom(-8.64e15, 8.64e15, 0, -1, Date.UTC(9999, 11, 30)).map((ms) => new Date(ms)),
);

const NUMBERS = [0, -0, 1, -1, 2, 50, 200, 1_000, 1.5, 2 ** 31, 2 ** 53, -(2 ** 53), 1e308, 5e-324];

/** Stands for lists in lists, 3,000 deep: to write them down takes superjson 0.1 s. */
const DEEP = "lists in lists";

/**
 * What a client sends of an input.
 * @throws Error when no client could send it
 */
export const bodyOf = (input: unknown): string =>
  superjson.stringify(input).replaceAll(JSON.stringify(DEEP), `${"[".repeat(3_000)}0${"]".repeat(3_000)}`);

/** What takes the place of a part that was right. */
type Change = { type: "replace"; value: unknown } | { type: "leave out" } | { type: "add"; key: string };
const wrongs: fc.Arbitrary<Change> = fc.oneof(
  fc
    .oneof(
      fc.constantFrom<unknown>(undefined, null, true, [], {}, NaN, Infinity, 10n ** 30n, new Date(NaN), /x/),
      fc.constantFrom(...NUMBERS, ...MEANINGFUL),
      fc.constantFrom(new Set([1]), new Map([["a", 1]]), new URL("https://push.invalid"), new Error("x")),
      fc.constantFrom(
        nest(100),
        DEEP,
        Array.from({ length: 5_000 }, () => 0),
      ),
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.jsonValue({ maxDepth: 4 }),
    )
    .map((value) => ({ type: "replace" as const, value })),
  fc.constant({ type: "leave out" as const }),
  fc
    .constantFrom("__proto__", "constructor", "id", "toJSON", "length", "")
    .map((key) => ({ type: "add" as const, key })),
);

function nest(depth: number): unknown {
  let value: unknown = 0;
  for (let i = 0; i < depth; i++) value = [value];
  return value;
}

// Zod types what stands in a schema as its core's schema; all of ours are whole ones.
const whole = (schema: z.core.SomeType): z.ZodType => schema as z.ZodType;

function valuesOf(schema: z.ZodType, known: readonly string[]): fc.Arbitrary<unknown> {
  const inside = (part: z.core.SomeType) => valuesOf(whole(part), known);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return fc.option(inside(schema.def.innerType), { nil: undefined });
  if (schema instanceof z.ZodNullable) return fc.option(inside(schema.def.innerType), { freq: 3 });
  if (schema instanceof z.ZodReadonly) return inside(schema.def.innerType);
  if (schema instanceof z.ZodPipe) return inside(schema.def.in);
  if (schema instanceof z.ZodObject)
    return fc.record(
      Object.fromEntries(Object.entries<z.ZodType>(schema.shape).map(([key, field]) => [key, inside(field)])),
    );
  if (schema instanceof z.ZodIntersection)
    return fc
      .tuple(inside(schema.def.left), inside(schema.def.right))
      .map(([left, right]) => Object.assign({}, left, right));
  if (schema instanceof z.ZodUnion) return fc.oneof(...schema.options.map(inside));
  if (schema instanceof z.ZodArray) return fc.array(inside(schema.element), { maxLength: 4 });
  if (schema instanceof z.ZodRecord)
    return fc.dictionary(
      fc.oneof(fc.constantFrom("id", "title", "query"), fc.string()),
      inside(schema.valueType),
      {
        maxKeys: 4,
      },
    );
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.values);
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodNumber) return numbersOf(schema);
  if (schema instanceof z.ZodDate) return moments;
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) return textsOf(schema, known);
  // `z.json()` is made so.
  if (schema instanceof z.ZodUnknown || schema instanceof z.ZodLazy) return fc.jsonValue({ maxDepth: 3 });
  throw new Error(`There is nothing yet that makes a ${schema.def.type} for the fuzz.`);
}

function numbersOf(schema: z.ZodNumber): fc.Arbitrary<number> {
  const fits = (value: number) => schema.safeParse(value).success;
  const ranges = [
    ...NUMBERS.filter(fits),
    ...[schema.minValue, schema.maxValue].flatMap((bound) => (bound === null || !fits(bound) ? [] : [bound])),
  ];
  return fc.oneof(
    fc.constantFrom(...ranges),
    fc.nat(300),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
}

/** Those first that the schema takes, and as often some others. */
function textsOf(schema: z.ZodType, known: readonly string[]): fc.Arbitrary<string> {
  const fitting = [...FORMS, ...MEANINGFUL].filter((text) => schema.safeParse(text).success);
  const ofKnown = fc.nat().map((place) => known[place % known.length] ?? "");
  const uuid = fc.uuid({ version: 7 });
  if (schema instanceof z.ZodUUID)
    return fc.oneof({ weight: 6, arbitrary: ofKnown }, { weight: 1, arbitrary: uuid });
  return fc.oneof(
    { weight: 4, arbitrary: fitting.length > 0 ? fc.constantFrom(...fitting) : uuid },
    { weight: 2, arbitrary: fc.string({ unit: "grapheme", maxLength: 80 }) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 80 }) },
    { weight: 2, arbitrary: ofKnown },
  );
}

type Container = Record<string, unknown> | unknown[];
const isContainer = (value: unknown): value is Container =>
  Array.isArray(value) ||
  (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype);

/** Changes one part of the value, whichever the number falls on: the whole, a field, an item, at any depth. */
function damage(value: unknown, place: number, change: Change): unknown {
  const root = { value };
  const places: [Container, string][] = [[root, "value"]];
  // It grows while it is walked: breadth first.
  for (const [container, key] of places) {
    const part: unknown = Reflect.get(container, key);
    if (isContainer(part)) for (const inner of Object.keys(part)) places.push([part, inner]);
  }
  const [container, key] = places[place % places.length] ?? [root, "value"];
  const part: unknown = Reflect.get(container, key);
  if (change.type === "replace") Reflect.set(container, key, change.value);
  else if (change.type === "leave out") Reflect.deleteProperty(container, key);
  else if (isContainer(part) && !Array.isArray(part))
    Object.defineProperty(part, change.key, { value: "x", enumerable: true });
  else Reflect.set(container, key, [part]);
  return root.value;
}
