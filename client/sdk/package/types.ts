import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { rolldown, type Plugin } from "rolldown";
import { dts } from "rolldown-plugin-dts";

/** A type of `shared/` that is made by its schema. */
const MADE_BY_SCHEMA = /^export type (\w+) = z\.infer<typeof \1>;$/gm;

/** A schema as the compiler declares it, up to the line on which the next statement begins. */
const SCHEMA = /^export declare const \w+: z\.[^]*?;\n(?=[^\s}]|$)/gm;

/** In zod's place: the one type of its own that is left in an input, what `z.json()` takes. */
const ZOD = `
export type JSONType = string | number | boolean | null | JSONType[] | { [key: string]: JSONType };
export declare const z: never;
`;

/**
 * Writes one `index.d.ts` that imports nothing: the compiler declares the sources, a type that is made by a schema is
 * put down as the compiler spells it out, and what `client/sdk/index.ts` needs of all that becomes one file.
 * @throws Error when it would not stand alone
 */
export async function declareTypes(root: string, folder: string): Promise<void> {
  const caches = join(root, "node_modules/.cache");
  mkdirSync(caches, { recursive: true });
  // The compiler takes files below the root alone.
  const scratch = mkdtempSync(join(caches, "porter-client-"));
  try {
    const out = join(scratch, "out");
    const shared = findSchemaTypes(join(root, "shared"));
    writeFileSync(join(scratch, "spelled.ts"), askForEach(shared, relative(scratch, join(root, "shared"))));
    compile(root, scratch, out);
    const spelled = readSpelled(join(out, relative(root, scratch), "spelled.d.ts"));
    for (const { file } of shared)
      spellOut(join(out, "shared", file.replace(/\.ts$/, ".d.ts")), file, spelled);
    await bundle(join(out, "client/sdk/index.d.ts"), folder);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

type SchemaTypes = { file: string; names: string[] };

const findSchemaTypes = (folder: string): SchemaTypes[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => ({
      file,
      names: [...readFileSync(join(folder, file), "utf8").matchAll(MADE_BY_SCHEMA)].map(
        ([, name = ""]) => name,
      ),
    }))
    .filter(({ names }) => names.length > 0);

const keyOf = (file: string, name: string) => `${basename(file, ".ts").replaceAll("-", "_")}$${name}`;

/** The type of an inferred value is spelled out in its declaration; that of an alias is not. */
function askForEach(shared: SchemaTypes[], path: string): string {
  const lines = shared.flatMap(({ file, names }) =>
    names.map((name) => `export const ${keyOf(file, name)} = typeOf<import("${path}/${file}").${name}>();`),
  );
  return ["declare const typeOf: <T>() => T;", ...lines, ""].join("\n");
}

function compile(root: string, scratch: string, out: string): void {
  const tsconfig = {
    extends: join(root, "tsconfig.json"),
    compilerOptions: {
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      rootDir: root,
      outDir: out,
      noCheck: true, // `bun run check` does; this would take twice as long.
    },
    files: [join(root, "client/sdk/index.ts"), "spelled.ts"],
    include: [],
  };
  writeFileSync(join(scratch, "tsconfig.json"), JSON.stringify(tsconfig));
  const tsc = [process.execPath, join(root, "node_modules/typescript/bin/tsc"), "-p", scratch];
  const { success, stdout, stderr } = Bun.spawnSync(tsc, { cwd: root });
  if (!success) throw new Error(`The types cannot be declared:\n${stdout.toString()}${stderr.toString()}`);
}

function readSpelled(path: string): Map<string, string> {
  const [, ...declared] = readFileSync(path, "utf8").split(/^export declare const /m);
  return new Map(
    declared.map((text) => {
      const colon = text.indexOf(":");
      return [
        text.slice(0, colon),
        text
          .slice(colon + 1)
          .trim()
          .replace(/;$/, ""),
      ];
    }),
  );
}

/** The schemas themselves go: a type of the same name would bring its schema along. */
function spellOut(path: string, file: string, spelled: Map<string, string>): void {
  const text = readFileSync(path, "utf8").replace(SCHEMA, "");
  const types = text.replace(MADE_BY_SCHEMA, (_, name: string) => {
    const type = spelled.get(keyOf(file, name));
    if (type === undefined) throw new Error(`The compiler does not say what ${name} of shared/${file} is.`);
    return `export type ${name} = ${type.replaceAll(/import\("[./]*shared\//g, 'import("./')};`;
  });
  writeFileSync(path, types);
}

async function bundle(input: string, folder: string): Promise<void> {
  const zod: Plugin = {
    name: "zod",
    resolveId: { order: "pre", handler: (id) => (id === "zod" ? "/zod.d.ts" : undefined) },
    load: (id) => (id === "/zod.d.ts" ? ZOD : undefined),
  };
  await using build = await rolldown({
    input,
    external: (id) => /^[^./]/.test(id) && id !== "zod",
    plugins: [zod, dts({ dtsInput: true, emitDtsOnly: true, generator: "oxc", tsconfig: false })],
  });
  const { output } = await build.generate({ format: "es" });
  const code = output.map((part) => (part.type === "chunk" ? part.code : "")).join("");
  const foreign = /^(import .*|.*(\bimport\(|\bz\.).*)$/m.exec(code.replaceAll(/\/\*[^]*?\*\//g, ""));
  if (foreign) throw new Error(`index.d.ts would not stand alone: ${foreign[0].trim()}`);
  writeFileSync(join(folder, "index.d.ts"), code);
}
