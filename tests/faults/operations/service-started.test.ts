import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { createPorterClient } from "../../../client/sdk/index.ts";
import { build, SERVER } from "../../../server/bootstrap/prepare.ts";
import { figure } from "../../support/figures.ts";
import { LONG } from "../../support/long.ts";
import { startMessagesApi, text } from "../../support/messages-api.ts";
import { eventually } from "../../support/processes.ts";
import { findFreePort } from "../../support/server.ts";
import { isHealthy, tryAsAgent } from "./agent-tries.ts";
import { bootMachine, whyNoMachine } from "./booted-machine.ts";

const ROOT = resolve(import.meta.dir, "../../..");
const refusal = whyNoMachine();

/** What an agent tries below the unit, and what has to come of it. */
const TRIES = `
id -un
touch ~/mine && echo writes at home
touch /opt/porter/x 2> /dev/null || echo writes no sources
touch /etc/x 2> /dev/null || echo writes nothing of the system
cat /etc/porter/environment 2> /dev/null || echo reads no secrets
unshare --user --map-root-user --pid --fork --mount-proc true && echo makes sandboxes`;
const FOUND = [
  "porter",
  "writes at home",
  "writes no sources",
  "writes nothing of the system",
  "reads no secrets",
  "makes sandboxes",
];

test.skipIf(!LONG)(
  "systemd starts the unit as the page says: it serves, its agents work, it comes back, it ends in order",
  async () => {
    if (refusal) return void process.stdout.write(`the systemd unit: not started: ${refusal}\n`);
    if (!existsSync(SERVER)) await build();
    await using api = startMessagesApi();
    await using machine = await bootMachine({ "/opt/porter": ROOT, "/usr/local/bin/bun": process.execPath });
    const { sh, run } = machine;
    const port = findFreePort();
    const url = `http://127.0.0.1:${port}`;
    const environment = { ...api.env("/home/porter"), PORTER_PORT: String(port) };
    const lines = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
    // docs/operations.md
    await sh("useradd --create-home --shell /bin/bash porter");
    await sh("install -d -m 0750 -g porter /etc/porter");
    await sh("install -m 0640 -g porter /opt/porter/config/home.toml /etc/porter/home.toml");
    await sh("install -m 0600 /dev/null /etc/porter/environment");
    await sh(`printf '%s\\n' '${lines.join("' '")}' > /etc/porter/environment`);
    await sh("cp /opt/porter/packaging/porter.service /etc/systemd/system/");
    await sh("systemctl daemon-reload && systemctl enable --now porter");
    await eventually(() => isHealthy(url));

    const asPorter = "runuser -u porter -- env PORTER_DATA_DIR=/var/lib/porter";
    expect(
      await sh(`cd / && ${asPorter} PORTER_PORT=${port} bun /opt/porter/client/cli/main.ts link`),
    ).toContain(`${url}/sign-in#`);
    expect(await sh("journalctl --unit porter --output cat")).not.toContain("sign-in#");

    const token = await sh("cat /var/lib/porter/token");
    expect(await tryAsAgent({ url, token, api }, TRIES)).toEqual(FOUND);

    const property = (name: string) => sh(`systemctl show porter --value --property=${name}`);
    const first = await property("MainPID");
    await sh(`kill -KILL ${first}`);
    await eventually(async () => (await property("NRestarts")) === "1" && (await isHealthy(url)));
    expect(await property("MainPID")).not.toBe(first);

    const gate = api.gate();
    api.when("STAY", [[text("I am at it.", { until: gate })]]);
    await createPorterClient({ url, token }).agents.start.mutate({ prompt: "STAY" });
    await gate.reached;
    const begun = performance.now();
    await sh("systemctl stop porter");
    const took = (performance.now() - begun) / 1000;
    expect([await property("ActiveState"), await property("Result")]).toEqual(["inactive", "success"]);
    expect((await run("pgrep", "-u", "porter")).stdout).toBe("");
    figure("operations", "until the systemd unit has stopped in order, with an agent at work", took, "s");

    await sh("echo 'wrong = true' >> /etc/porter/home.toml");
    await run("systemctl", "start", "porter");
    await eventually(
      async () =>
        (await property("Result")) === "start-limit-hit" || (await property("ActiveState")) === "failed",
    );
    expect(await sh("journalctl --unit porter --output cat")).toContain("wrong");
  },
);
