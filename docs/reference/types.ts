import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { API, type Symbol, type Type, type TypeReference } from "typescript/unstable/async";
import { createWords, docOf, fieldsOf, type Field, type Names } from "./type-words.ts";

export const ROOT = resolve(import.meta.dir, "../..");
const PROJECT = join(import.meta.dir, "tsconfig.json");

export type Types = Awaited<ReturnType<typeof readTypes>>;

/**
 * The types of the sources and the comments on them, from the compiler itself: a type that `shared/` exports is called
 * by its name wherever it occurs, whether written or inferred, because to the compiler it is the same one.
 */
export async function readTypes() {
  const api = new API({ cwd: ROOT });
  const project = (await api.updateSnapshot({ openProjects: [PROJECT] })).getProject(PROJECT);
  if (!project) throw new Error(`${PROJECT} is no project.`);
  const { program, checker } = project;

  async function exportsOf(path: string): Promise<ReadonlyMap<string, Symbol>> {
    const file = await program.getSourceFile(join(ROOT, path));
    const module = file && (await checker.getSymbolAtLocation(file));
    if (!module) throw new Error(`${path} is no module of ${PROJECT}.`);
    return new Map((await checker.getExportsOfModule(module)).map((symbol) => [symbol.name, symbol]));
  }

  const names: Names = new Map();
  const named = new Map<string, { type: Type; doc: string }>();
  for (const file of readdirSync(join(ROOT, "shared"))
    .filter((name) => /^[\w-]+\.ts$/.test(name))
    .sort()) {
    for (const [name, symbol] of await exportsOf(`shared/${file}`)) {
      const type = await checker.getDeclaredTypeOfSymbol(symbol);
      if (type.isErrorType() || names.has(type.id)) continue;
      // A record says more than its name, and others are made of the same.
      const isRecord = type.isObjectType() && (await checker.getIndexInfosOfType(type)).length > 0;
      if (isRecord || !(type.isUnionType() || type.isObjectType())) continue;
      const members = type.isUnionType() ? (await type.getTypes()).map(({ id }) => id) : [];
      names.set(type.id, { name, type, members });
      named.set(name, { type, doc: await docOf(checker, symbol) });
    }
  }

  async function typeIn(type: Type, ...path: string[]): Promise<Type> {
    let at = type;
    for (const name of path) {
      const property = await checker.getPropertyOfType(at, name);
      const next = property && (await checker.getTypeOfSymbol(property));
      if (!next) throw new Error(`There is no ${name} in ${path.join(".")}.`);
      at = next;
    }
    return at;
  }

  const argumentsOf = (type: Type) => checker.getTypeArguments(type as TypeReference); // what has arguments is one

  return {
    ...createWords(checker, names),
    /** Those of `shared/`, by name. */
    named: named as ReadonlyMap<string, { type: Type; doc: string }>,
    typeIn,
    /** The type of a value that a file exports, or of something in it. */
    async valueType(path: string, name: string, ...inside: string[]): Promise<Type> {
      const symbol = (await exportsOf(path)).get(name);
      const type = symbol && (await checker.getTypeOfSymbol(symbol));
      if (!type) throw new Error(`${path} does not export ${name}.`);
      return typeIn(type, ...inside);
    },
    /** The comment on what a file exports. */
    async docOn(path: string, name: string): Promise<string> {
      const symbol = (await exportsOf(path)).get(name);
      if (!symbol) throw new Error(`${path} does not export ${name}.`);
      return docOf(checker, symbol);
    },
    fieldsOf: (type: Type): Promise<Field[]> => fieldsOf(checker, type),
    /** What an array or a record is made of; undefined of anything else. */
    isArray: (type: Type) => checker.isArrayType(type),
    async elementOf(type: Type): Promise<Type | undefined> {
      if (!type.isObjectType()) return undefined;
      if (await checker.isArrayType(type)) return (await argumentsOf(type))[0];
      return (await checker.getIndexInfosOfType(type))[0]?.valueType;
    },
    async docIn(type: Type, name: string): Promise<string> {
      const property = await checker.getPropertyOfType(type, name);
      return property ? docOf(checker, property) : "";
    },
    /** What comes out of a subscription: `AsyncIterable<TrackedData<…>>`. */
    async yieldedBy(type: Type): Promise<Type> {
      const [tracked] = await argumentsOf(type);
      const [data] = tracked ? await argumentsOf(tracked) : [];
      if (!data) throw new Error("This subscription yields what is not tracked.");
      return data;
    },
    [globalThis.Symbol.asyncDispose]: () => api.close(),
  };
}
