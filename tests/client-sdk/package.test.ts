import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { KEYS, SAME_AGAIN } from "../../client/sdk/repeats.ts";
import { version } from "../../package.json";
import { appRouter } from "../../server/trpc/router.ts";
import { scratchDir, startPorter, type Porter } from "../support/server.ts";
import { openLosingProxy } from "./losing-proxy.ts";
import { readExamples } from "./readme-examples.ts";

const ROOT = resolve(import.meta.dir, "../..");

/** What a project of somebody else's does: its types are checked, and what comes out runs under Node and Bun. */
const SCRIPT = `
import { createPorterClient, PorterError, type Task } from "porter/client";

const [title = ""] = process.argv.slice(2);
const porter = createPorterClient();
const lossy = createPorterClient({ url: process.env["LOSSY"] });

const made: Task = await lossy.tasks.create.mutate({ title, dueAt: new Date("2026-12-01T09:00:00Z") });
const due: Date | null = made.dueAt;
const status: "todo" | "in_progress" | "done" | "cancelled" = made.status;

const seen: string[] = [];
for await (const { id, data } of porter.tasks.onChange.subscribe({ lastEventId: "0" })) {
  if (data.type === "ready" || data.type === "resync" || data.task.title !== title) continue;
  seen.push(data.type, typeof id);
  break;
}

const missing: unknown = await porter.tasks.get.query({ number: 9999 }).catch((error: unknown) => error);
const away: unknown = await createPorterClient({ url: "http://127.0.0.1:9", retryFor: 0 })
  .tasks.list.query()
  .catch((error: unknown) => error);
const codes = [missing, away].map((error) => error instanceof PorterError && error.code);

export async function neverCalled(): Promise<void> {
  // @ts-expect-error a task needs a title
  await porter.tasks.create.mutate({});
  // @ts-expect-error there is no such field
  await porter.tasks.create.mutate({ title, colour: "red" });
  // @ts-expect-error it is a mutation
  await porter.tasks.create.query({ title });
  // @ts-expect-error there is no such procedure
  await porter.tasks.invent.query({});
  // @ts-expect-error a status is one of four
  await porter.tasks.list.query({ status: "open" });
  // @ts-expect-error a due date may be none
  (await porter.tasks.get.query({ number: 1 })).dueAt.getTime();
  // @ts-expect-error not before it is known which change it is
  for await (const { data } of porter.tasks.onChange.subscribe()) data.task.title;
}

console.log(JSON.stringify({ due: due?.toISOString(), status, seen, codes }));
`;

const TSCONFIG = {
  compilerOptions: {
    target: "ES2022",
    module: "NodeNext",
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    types: ["node"],
    typeRoots: [join(ROOT, "node_modules/@types")],
    outDir: "out",
  },
};

const scratch = scratchDir("package");
/** In ms, for what hangs. */
const LIMIT = 300_000;
/** By a tarball, and by the path of the folder. */
const [packed, linked] = [join(scratch.path, "packed"), join(scratch.path, "linked")];
let porter: Porter;
beforeAll(async () => {
  await Promise.all([
    startPorter().then((started) => (porter = started)),
    run([process.execPath, "server/bootstrap/pack.ts", scratch.path], ROOT),
  ]);
  for (const [project, source] of [
    [packed, join(scratch.path, `porter-${version}.tgz`)],
    [linked, join(ROOT, "dist/porter-client")],
  ] as const) {
    mkdirSync(project);
    writeFileSync(join(project, "package.json"), '{ "name": "somebody-elses", "type": "module" }');
    await run(["npm", "install", "--offline", "--no-audit", "--no-fund", source], project);
  }
}, LIMIT);
afterAll(async () => {
  await porter[Symbol.asyncDispose]();
  scratch[Symbol.dispose]();
});

/** @returns what it printed */
async function run(command: string[], cwd: string, env: Record<string, string> = {}): Promise<string> {
  const { PATH = "", HOME = "" } = process.env;
  const child = Bun.spawn(command, { cwd, env: { PATH, HOME, ...env }, stdout: "pipe", stderr: "pipe" });
  const [out, err] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  if (child.exitCode !== 0) throw new Error(`${command.join(" ")}: ${out}${err}`);
  return out;
}

const inRouter = (): string[] => {
  const DEFINITION = "_def"; // Where tRPC keeps what a router is made of.
  return Object.keys(appRouter[DEFINITION].procedures);
};

describe("the package for other projects", () => {
  test("brings nothing along but itself", () => {
    expect(readdirSync(join(packed, "node_modules")).filter((name) => !name.startsWith("."))).toEqual([
      "porter",
    ]);
    const files = ["LICENSE", "README.md", "THIRD-PARTY.txt", "index.d.ts", "index.js", "package.json"];
    expect(readdirSync(join(packed, "node_modules/porter")).toSorted()).toEqual(files);
    expect(readFileSync(join(packed, "node_modules/porter/THIRD-PARTY.txt"), "utf8")).toContain(
      "@trpc/client",
    );
  });

  test(
    "types every procedure strictly; its README's examples are right; it runs under Node and under Bun",
    async () => {
      const declared = readFileSync(join(packed, "node_modules/porter/index.d.ts"), "utf8");
      expect(declared.replaceAll(/\/\*[^]*?\*\//g, "")).not.toMatch(/\bany\b/);
      const examples = readExamples();
      expect(examples.length).toBeGreaterThan(7);
      examples.forEach((code, at) =>
        writeFileSync(join(packed, `example-${at}.ts`), `${code}\nexport {};\n`),
      );
      const calls = inRouter().map((path) => `porter.${path};`);
      const connect =
        'import { createPorterClient } from "porter/client";\nconst porter = createPorterClient();';
      writeFileSync(join(packed, "every.ts"), `${connect}\n${calls.join("\n")}\n`);
      writeFileSync(join(packed, "script.ts"), SCRIPT);
      writeFileSync(join(packed, "tsconfig.json"), JSON.stringify(TSCONFIG));
      const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
      // It works half as much alone, and with fewer collections of its garbage.
      await run([process.execPath, compiler, "-p", ".", "--singleThreaded"], packed, { GOGC: "400" });

      await using proxy = await openLosingProxy(porter.url);
      for (const [runtime, project] of [
        ["node", packed],
        [process.execPath, packed],
        ["node", linked],
      ] as const) {
        const script = join(project, "script.mjs");
        writeFileSync(script, readFileSync(join(packed, "out/script.js")));
        proxy.lose("before", "within");
        const title = `${runtime} ${project}`;
        const env = { PORTER_API_URL: porter.url, PORTER_TOKEN: porter.token, LOSSY: proxy.url };
        expect(JSON.parse(await run([runtime, script, title], project, env))).toEqual({
          due: "2026-12-01T09:00:00.000Z",
          status: "todo",
          seen: ["created", "string"],
          codes: ["NOT_FOUND", "UNREACHABLE"],
        });
        expect(proxy.takeCalls()).toHaveLength(3);
      }
      expect((await porter.client.tasks.list.query()).items).toHaveLength(3);
    },
    LIMIT,
  );

  test("its README names every mutation that may be sent twice, and every code", () => {
    const readme = readFileSync(join(ROOT, "client/sdk/README.md"), "utf8");
    const named = [...readme.matchAll(/`([a-z]+\.[a-zA-Z]+)`/g)].map(([, name = ""]) => name);
    expect([...Object.keys(KEYS), ...SAME_AGAIN].filter((name) => !named.includes(name))).toEqual([]);
  });
});
