import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { figure } from "../../support/figures.ts";
import { LONG } from "../../support/long.ts";
import { startMessagesApi } from "../../support/messages-api.ts";
import { eventually } from "../../support/processes.ts";
import { findFreePort } from "../../support/server.ts";
import { isHealthy, tryAsAgent } from "./agent-tries.ts";
import { openEngine, whyNoEngine } from "./container-engine.ts";
import { lastStage, readDockerfile } from "./container.ts";

const ROOT = resolve(import.meta.dir, "../../..");
const stage = lastStage(readDockerfile(readFileSync(join(ROOT, "Dockerfile"), "utf8")));
const argsOf = (name: string): string => stage.find((one) => one.name === name)?.args ?? "";
const refusal = whyNoEngine();

/** What an agent tries in the container, and what has to come of it. */
const TRIES = `
id -u
touch ~/mine && echo writes at home
touch /porter/x 2> /dev/null || echo writes nothing else
git --version > /dev/null && echo has git
grep -c 'CapEff:\\s0000000000000000' /proc/self/status`;
const FOUND = ["10001", "writes at home", "writes nothing else", "has git", "1"];

test.skipIf(!LONG)(
  "the image is built from the Dockerfile; run as the page says it serves, its agents work, it ends in order",
  async () => {
    if (refusal) return void process.stdout.write(`the image: not built: ${refusal}\n`);
    await using engine = await openEngine();
    const { run } = engine;
    await engine.makeBase(`docker.io/${argsOf("FROM").split(" ")[0]}`);
    await run(
      "buildah",
      "bud",
      "--isolation=chroot",
      "--pull-never",
      "--format=docker",
      "--tag=porter",
      ROOT,
    );

    await using api = startMessagesApi();
    const port = String(findFreePort());
    const url = `http://127.0.0.1:${port}`;
    const { HOME: _, PATH: __, ...environment } = api.env("/data/home");
    const given = { ...environment, PORTER_PORT: port, PORTER_PUBLIC_URL: url };
    // docs/operations.md; limits, because the engine would raise them, which takes more than root may have here.
    const flags =
      "--detach --name=porter --read-only --tmpfs=/tmp --cap-drop=ALL --security-opt=no-new-privileges --volume=porter-data:/data --stop-timeout=20";
    const here = "--network=host --cgroups=disabled --ulimit=nofile=4096:4096 --ulimit=nproc=4096:4096";
    await run(
      "podman",
      "run",
      ...`${flags} ${here}`.split(" "),
      ...Object.entries(given).map(([name, value]) => `--env=${name}=${value}`),
      "localhost/porter",
    );
    await eventually(() => isHealthy(url));
    const inside = (...command: string[]) => run("podman", "exec", "porter", ...command);
    const check: string[] = JSON.parse(
      argsOf("HEALTHCHECK")
        .replace(/^.*CMD /, "")
        .replaceAll(":3101", `:${port}`),
    );
    await inside(...check);
    expect(await inside("bun", "client/cli/main.ts", "link")).toContain(`${url}/sign-in#`);

    const token = await inside("cat", "/data/porter/token");
    expect(await tryAsAgent({ url, token, api }, TRIES)).toEqual(FOUND);

    const begun = performance.now();
    await run("podman", "stop", "porter");
    figure(
      "operations",
      "until a container of the built image has stopped",
      (performance.now() - begun) / 1000,
      "s",
    );
    expect(await run("podman", "inspect", "porter", "--format={{.State.ExitCode}}")).toBe("0");
  },
);
