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
test("a call that an orphaned CLI refused is still allowed, or passed over", async () => {
  using home = scratchDir("orphan");
  await using api = startMessagesApi();
  const runs = join(home.path, "runs");
  for (const marker of ["ALLOWED", "PASSED OVER"])
    api.when(marker, (_request, call) =>
      call === 0 ? toolUse("Bash", { command: `echo ${marker} >> ${runs}` }) : text("Understood."),
    );
  const first = await startPorter({ api, home: home.path });
  const askFor = async (prompt: string) => {
    const { id } = await first.client.agents.start.mutate({ prompt });
    using watch = watchSession(first.client, id);
    await watch.untilStatus("waiting", "failed");
    return await first.client.agents.get.query({ id });
  };
  const waiting = await Promise.all([askFor("ALLOWED"), askFor("PASSED OVER")]);
  await first.kill();
  const env = api.env(home.path);
  await Promise.all(
    waiting.map(({ session }) => goOnAlone(session.claudeSessionId ?? "", { cwd: session.cwd, env })),
  );

  await using porter = await startPorter({ api, home: home.path });
  const { agents } = porter.client;
  const [allowed, passed] = waiting;
  await agents.decide.mutate({ approvalId: allowed.approvals[0]?.id ?? "", decision: "allow" });
  await agents.interrupt.mutate({ id: passed.session.id });
  await agents.send.mutate({ id: passed.session.id, content: "Never mind" });
  const [ran, left] = await Promise.all(
    waiting.map(async ({ session }) => {
      using watch = watchSession(porter.client, session.id);
      return (await watch.untilStatus("completed", "failed")).messages;
    }),
  );

  expect(textOf(ran?.at(-1))).toBe("Understood.");
  expect(JSON.stringify(left)).toContain("The owner went on without answering this.");
  expect(readFileSync(runs, "utf8")).toBe("ALLOWED\n");
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
