import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startMessagesApi, text, toolUse } from "../support/messages-api.ts";
import { findClaude } from "../support/real-claude.ts";
import { scratchDir, startPorter } from "../support/server.ts";
import { textOf, watchSession } from "../support/watch.ts";

/**
 * The server was killed while the CLI came up to go on with a call that its owner had allowed. Without its server the CLI
 * refused the call itself, and the next one waited for a prompt: the call never ran, the turn ended as failed.
 */
test.each(["allowed", "passed over"])("a call that an orphaned CLI refused is still %s", async (how) => {
  using home = scratchDir("orphan");
  await using api = startMessagesApi();
  const runs = join(home.path, "runs");
  api.when("ORPHAN", (_request, call) =>
    call === 0 ? toolUse("Bash", { command: `echo ran >> ${runs}` }) : text("Understood."),
  );
  const first = await startPorter({ api, home: home.path });
  const { id } = await first.client.agents.start.mutate({ prompt: "ORPHAN" });
  {
    using watch = watchSession(first.client, id);
    await watch.untilStatus("waiting", "failed");
  }
  const { session, approvals } = await first.client.agents.get.query({ id });
  await first.kill();
  await goOnAlone(session.claudeSessionId ?? "", { cwd: session.cwd, env: api.env(home.path) });

  await using porter = await startPorter({ api, home: home.path });
  using watch = watchSession(porter.client, id);
  if (how === "allowed")
    await porter.client.agents.decide.mutate({ approvalId: approvals[0]?.id ?? "", decision: "allow" });
  else {
    await porter.client.agents.interrupt.mutate({ id });
    await porter.client.agents.send.mutate({ id, content: "Never mind" });
  }
  const { messages } = await watch.untilStatus("completed", "failed");

  if (how === "allowed") {
    expect(textOf(messages.at(-1))).toBe("Understood.");
    expect(readFileSync(runs, "utf8")).toBe("ran\n");
  } else expect(JSON.stringify(messages)).toContain("The owner went on without answering this.");
});

/** What an orphan does: its server's end of the pipe is closed. Resolves when it has ended. */
async function goOnAlone(
  conversation: string,
  { cwd, env }: { cwd: string; env: Record<string, string> },
): Promise<void> {
  const stream = ["--input-format", "stream-json", "--output-format", "stream-json", "--verbose"];
  const cli = Bun.spawn([findClaude(), "-p", "--resume", conversation, ...stream], {
    cwd,
    env: { PATH: process.env.PATH ?? "", ...env },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "inherit",
  });
  const said = await new Response(cli.stdout).text();
  expect(said).toContain('"type":"tool_result"');
}
