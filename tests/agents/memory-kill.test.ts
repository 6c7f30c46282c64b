import { expect, test } from "bun:test";
import { accessSync, chmodSync, constants, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findClaude } from "../support/real-claude.ts";
import { startMessagesApi, text } from "../support/messages-api.ts";
import { eventually, processesOf } from "../support/processes.ts";
import { startPorter, scratchDir } from "../support/server.ts";
import { textOf, watchSession } from "../support/watch.ts";

/** Kernels with the first version of control groups have a tree for memory alone. */
const TREE = "/sys/fs/cgroup/memory";
const MEGABYTE = 1024 * 1024;

function canLimitMemory(): boolean {
  try {
    accessSync(join(TREE, "memory.limit_in_bytes"), constants.W_OK);
    const probe = join(TREE, `porter-${crypto.randomUUID()}`);
    mkdirSync(probe);
    rmdirSync(probe);
    return true;
  } catch {
    return false;
  }
}

// Elsewhere `crash.test.ts` sends the signal that the kernel sends.
test.skipIf(!canLimitMemory())(
  "a CLI that the kernel ends because memory ran short leaves a cause, its words up to the last, and nothing running",
  async () => {
    using scratch = scratchDir("memory");
    const group = join(TREE, `porter-${crypto.randomUUID()}`);
    mkdirSync(group);
    const inGroup = `echo $$ > '${group}/cgroup.procs' &&`;
    const command = join(scratch.path, "claude");
    writeFileSync(
      command,
      `#!/bin/sh\n${inGroup} echo 1000 > /proc/self/oom_score_adj && exec '${findClaude()}' "$@"\n`,
    );
    chmodSync(command, 0o755);
    try {
      await using api = startMessagesApi();
      await using porter = await startPorter({ api, config: `agents.command = ${JSON.stringify(command)}` });
      const gate = api.gate();
      api.when("HALF", [[text("This much was said", { chunk: 6, until: gate })]]);
      const session = await porter.client.agents.start.mutate({ prompt: "HALF" });
      using watch = watchSession(porter.client, session.id);
      await watch.until(({ messages }) => textOf(messages.at(-1)) === "This much was said");

      // Something else in the same group wants more than there is; of the two, the kernel ends the CLI.
      const used = Number(readFileSync(join(group, "memory.usage_in_bytes"), "utf8"));
      writeFileSync(join(group, "memory.limit_in_bytes"), String(used + 50 * MEGABYTE));
      const hog = Bun.spawn(["sh", "-c", `${inGroup} head -c 200m /dev/zero | tail -c 200m > /dev/null`]);
      const { session: failed, messages } = await watch.untilStatus("failed");
      expect(failed?.error).toContain("memory ran short");
      expect(messages.at(-1)).toMatchObject({ state: "done", content: [{ text: "This much was said" }] });
      await eventually(() => processesOf(porter.home).length === 0);
      await hog.exited;
    } finally {
      await eventually(() => readFileSync(join(group, "cgroup.procs"), "utf8") === "");
      rmdirSync(group);
    }
  },
);
