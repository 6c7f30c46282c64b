import { describe, expect, test } from "bun:test";
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build, SERVER } from "../../../server/bootstrap/prepare.ts";
import { findFreePort, scratchDir } from "../../support/server.ts";
import { figure } from "../../support/figures.ts";
import { environmentOf, execForm, lastStage, readDockerfile } from "./container.ts";

const ROOT = resolve(import.meta.dir, "../../..");
const dockerfile = readDockerfile(readFileSync(join(ROOT, "Dockerfile"), "utf8"));
const stage = lastStage(dockerfile);
const argsOf = (name: string): string[] => stage.filter((one) => one.name === name).map(({ args }) => args);

describe("the image", () => {
  test("is of the Bun that Porter is tested with, in every stage", () => {
    const { devDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    const images = dockerfile.filter(({ name }) => name === "FROM").map(({ args }) => args.split(" ")[0]);
    const wanted = `oven/bun:${devDependencies["@types/bun"]}-slim`;
    expect(new Set(images)).toEqual(new Set<string | undefined>([wanted]));
  });

  test("runs as a user without a name or rights, and its signals reach Bun", () => {
    expect(argsOf("USER")).toEqual(["10001:10001"]);
    expect(execForm(dockerfile, "ENTRYPOINT")).toEqual(["tini", "--"]);
    expect(execForm(dockerfile, "CMD")).toEqual(["bun", "dist/server.js"]);
  });

  test("copies nothing that is not there, and .dockerignore lets it through", () => {
    const allowed = readFileSync(join(ROOT, ".dockerignore"), "utf8")
      .split("\n")
      .flatMap((line) => (line.startsWith("!") ? [line.slice(1)] : []));
    const copied = argsOf("COPY").filter((args) => !args.startsWith("--from"));
    const sources = copied.flatMap((args) => args.split(" ").slice(0, -1));
    expect(sources.length).toBeGreaterThan(5);
    for (const source of sources) {
      expect(existsSync(join(ROOT, source))).toBe(true);
      expect(allowed).toContain(source.replace(/\/.*/, ""));
    }
    // Nothing of its owner's is ever sent to a builder.
    for (const own of ["data", ".git", ".env", "node_modules"]) expect(allowed).not.toContain(own);
  });
});

test("what its sources import is installed in it", () => {
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const folders = ["client/cli", "client/sdk", "server", "shared", "mcp"];
  const sources = folders.flatMap((folder) =>
    [...new Bun.Glob("**/*.ts").scanSync(join(ROOT, folder))]
      .map((name) => join(folder, name))
      // What makes the package for others runs in no container.
      .filter((path) => !path.startsWith("client/sdk/package/"))
      .map((path) => join(ROOT, path)),
  );
  const packages = sources.flatMap((path) =>
    [
      ...readFileSync(path, "utf8").matchAll(
        /^(?:import|export) (?!type\b)[^;]*?from "([^."][^"]*)"|import\("([^."][^"]*)"\)/gm,
      ),
    ]
      .map(([, fixed, late]) => fixed ?? late ?? "")
      .filter((name) => !/^(?:node|bun)(?::|$)/.test(name))
      .map((name) =>
        name
          .split("/")
          .slice(0, name.startsWith("@") ? 2 : 1)
          .join("/"),
      ),
  );
  expect(packages).toContain("elysia");
  expect([...new Set(packages)].filter((name) => !(name in dependencies))).toEqual([]);
});

const UID = 10_001;
const works = (...command: string[]): boolean =>
  Bun.spawnSync(command, { stdin: "ignore", stdout: "ignore", stderr: "ignore" }).exitCode === 0;
/** Needs root, and a checkout that another user may read. */
const canChroot =
  process.getuid?.() === 0 &&
  works("unshare", "--mount", "true") &&
  works("setpriv", `--reuid=${UID}`, "--clear-groups", "ls", join(ROOT, "package.json"));

/**
 * What the engine of a container does, without one: the machine's own files read-only, but for one folder; another user
 * without any capability; nothing of the environment but what the image says.
 */
test.skipIf(!canChroot)(
  "serves with a read-only root as another user, is healthy, and ends in order",
  async () => {
    if (!existsSync(SERVER)) await build();
    using scratch = scratchDir("container");
    const bin = join(scratch.path, "bin");
    const data = join(scratch.path, "data");
    for (const folder of [bin, data, join(data, "home"), join(data, "porter")]) mkdirSync(folder);
    chmodSync(scratch.path, 0o755);
    copyFileSync(process.execPath, join(bin, "bun"));
    chmodSync(join(bin, "bun"), 0o755);
    for (const folder of [data, join(data, "home"), join(data, "porter")]) chownSync(folder, UID, UID);

    const root = join(scratch.path, "root");
    mkdirSync(root);
    const script = [
      `mount --rbind / ${root}`,
      `mount -o remount,ro,bind ${root}`,
      `mount --bind ${data} ${root}${data}`,
      `exec chroot ${root} setpriv --reuid=${UID} --regid=${UID} --clear-groups --bounding-set=-all --no-new-privs sh -c 'cd ${ROOT} && exec "$@"' sh "$@"`,
    ];
    const port = findFreePort();
    const { PORTER_PORT: _, ...fromImage } = environmentOf(dockerfile);
    const env = Object.fromEntries(
      Object.entries(fromImage).map(([name, value]) => [name, value.replace(/^\/data/, data)]),
    );
    const command = execForm(dockerfile, "CMD");
    const child = Bun.spawn(["unshare", "--mount", "sh", "-c", script.join(" && "), "sh", ...command], {
      env: {
        ...env,
        PATH: `${bin}:/usr/sbin:/usr/bin:/sbin:/bin`,
        PORTER_PORT: String(port),
        PORTER_PUBLIC_URL: `http://localhost:${port}`,
      },
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
    const errors = new Response(child.stderr).text();
    const reader = child.stdout.getReader();
    const { value } = await reader.read();
    if (value === undefined) throw new Error(`It did not start: ${await errors}`);

    const check = argsOf("HEALTHCHECK")[0]?.replace(/^.*CMD /, "") ?? "";
    const [, ...look]: string[] = JSON.parse(check.replaceAll(":3101", `:${port}`));
    expect(Bun.spawnSync([process.execPath, ...look]).exitCode).toBe(0);
    expect(readFileSync(`/proc/${child.pid}/status`, "utf8")).toMatch(new RegExp(`^Uid:\\s+${UID}\\s`, "m"));

    const begun = performance.now();
    child.kill("SIGTERM");
    expect({ code: await child.exited, errors: await errors }).toEqual({ code: 0, errors: "" });
    figure(
      "operations",
      "until a container's server has ended in order",
      (performance.now() - begun) / 1000,
      "s",
    );
    expect(Bun.spawnSync([process.execPath, ...look], { stderr: "ignore" }).exitCode).not.toBe(0);
  },
);
