import {
  SymbolFlags,
  type Checker,
  type Symbol,
  type Type,
  type TypeReference,
} from "typescript/unstable/async";

export type Field = { name: string; isOptional: boolean; type: Type; doc: string };
/** Types that have a name, and of unions their members. */
export type Names = Map<number, { name: string; type: Type; members: number[] }>;

/** An object of so many fields that is like one with a name is meant to be that one. */
const TELLING = 5; // fields

/** The comment on something, on one line. */
export const docOf = async (checker: Checker, symbol: Symbol): Promise<string> =>
  (await checker.getDocumentationCommentOfSymbol(symbol))
    .replace(/:\n- /g, ": ")
    .replace(/\n- /g, "; ")
    .replace(/\s+/g, " ")
    .trim();

/** Of an object, or of all objects of a union together: with `null` and `undefined` beside them, too. */
export async function fieldsOf(checker: Checker, type: Type): Promise<Field[]> {
  const isUnion = type.isUnionType();
  const parts = isUnion ? (await type.getTypes()).filter((part) => part.isObjectType()) : [type];
  const fields = new Map<string, Field>();
  for (const part of parts) {
    for (const symbol of await checker.getPropertiesOfType(part)) {
      const { name, flags } = symbol;
      const type = await checker.getTypeOfSymbol(symbol);
      if (!type || fields.has(name)) continue;
      const isOptional = (flags & SymbolFlags.Optional) !== 0;
      fields.set(name, { name, isOptional, type, doc: await docOf(checker, symbol) });
    }
  }
  return [...fields.values()];
}

/** Types as TypeScript writes them, with names for those that have one. */
export function createWords(checker: Checker, names: Names) {
  /** @param isWhole the type itself is written out, whatever its name */
  async function inWords(type: Type, isWhole = false): Promise<string> {
    const named = isWhole ? undefined : names.get(type.id);
    if (named) return named.name;
    if (type.isUnionType()) return (await partsInWords(await type.getTypes(), type.id)).join(" | ");
    if (type.isIntersectionType()) return (await mapped(await type.getTypes(), inPart)).join(" & ");
    if (!type.isObjectType()) return checker.typeToString(type);
    if (await checker.isArrayType(type)) {
      const [item] = await checker.getTypeArguments(type as TypeReference); // as every array is
      return item ? `${await inPart(item)}[]` : "unknown[]";
    }
    if (type.isClassOrInterface()) return checker.typeToString(type);
    const twin = isWhole ? undefined : await findTwin(type);
    if (twin !== undefined) return twin;
    const [index] = await checker.getIndexInfosOfType(type);
    if (index) return `Record<${await inWords(index.keyType)}, ${await inWords(index.valueType)}>`;
    const fields = await mapped(await fieldsOf(checker, type), fieldInWords);
    return fields.length === 0 ? "{}" : `{ ${fields.join("; ")} }`;
  }

  /** The name of a type that says the same, field by field: what a query of the database gives has none of its own. */
  async function findTwin(type: Type): Promise<string | undefined> {
    const fields = (await checker.getPropertiesOfType(type)).length;
    if (fields < TELLING) return undefined;
    for (const { name, type: other } of names.values()) {
      if (!other.isObjectType() || (await checker.getPropertiesOfType(other)).length !== fields) continue;
      const isBoth =
        (await checker.isTypeAssignableTo(type, other)) && (await checker.isTypeAssignableTo(other, type));
      if (isBoth) return name;
    }
    return undefined;
  }

  /** Within something that binds closer than `|`. */
  async function inPart(type: Type): Promise<string> {
    const words = await inWords(type);
    return / [|&] /.test(words) && !/^\{.*\}$/.test(words) ? `(${words})` : words;
  }

  async function fieldInWords({ name, isOptional, type }: Field): Promise<string> {
    const words = await inWords(type);
    return isOptional ? `${name}?: ${words.replace(/ \| undefined$/, "")}` : `${name}: ${words}`;
  }

  /** The parts of a union. @param own the id of the union itself, whose name would say nothing */
  async function partsInWords(types: readonly Type[], own: number): Promise<string[]> {
    let rest = types;
    const words: string[] = [];
    for (const [id, { name, members }] of names) {
      const isIn = members.length > 1 && members.every((member) => rest.some(({ id }) => id === member));
      if (id === own || !isIn) continue;
      words.push(name);
      rest = rest.filter(({ id }) => !members.includes(id));
    }
    words.push(...(await mapped(rest, (type) => inWords(type))));
    const isTruth = (word: string) => word === "true" || word === "false";
    if (words.filter(isTruth).length === 2) words.splice(words.findIndex(isTruth), 2, "boolean");
    const absence = ["null", "undefined"];
    return words.sort((a, b) => absence.indexOf(a) - absence.indexOf(b));
  }

  return { inWords, fieldInWords, partsInWords };
}

/** One after the other: ids of types, and with them their order, must not depend on which answer comes first. */
async function mapped<T, R>(items: readonly T[], make: (item: T) => Promise<R>): Promise<R[]> {
  const made: R[] = [];
  for (const item of items) made.push(await make(item));
  return made;
}
