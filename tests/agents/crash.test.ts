import { expect, test } from "bun:test";
import { wordsOfExit } from "../../server/agents/crash.ts";
import { startMessagesApi, text, toolUse } from "../support/messages-api.ts";
import { agentPids, eventually, processesOf } from "../support/processes.ts";
import { startPorter } from "../support/server.ts";
import { textOf, watchSession } from "../support/watch.ts";

test("a CLI that is killed leaves a cause within 5 s, its words up to the last, and nothing running", async () => {
  await using api = startMessagesApi();
  await using porter = await startPorter({ api, config: 'agents.permission_mode = "bypassPermissions"' });
  const gate = api.gate();
  const sleep = "sleep 1007";
  api.when("HALF", [
    [toolUse("Bash", { command: sleep, run_in_background: true })],
    [text("This much was said", { chunk: 6, until: gate })],
  ]);
  api.when("ONWARD", [[text("I am back.")]]);
  const session = await porter.client.agents.start.mutate({ prompt: "HALF" });
  using watch = watchSession(porter.client, session.id);
  await watch.until(({ messages }) => textOf(messages.at(-1)) === "This much was said");
  expect(processesOf(porter.home).some(({ command }) => command.includes(sleep))).toBe(true);

  const killed = Date.now();
  for (const pid of agentPids(porter)) process.kill(pid, "SIGKILL");
  const { session: failed, messages } = await watch.untilStatus("failed");
  expect(Date.now() - killed).toBeLessThan(5_000);
  await eventually(() => processesOf(porter.home).length === 0);
  expect(failed?.error).toContain("memory ran short");
  expect(messages.at(-1)).toMatchObject({ state: "done", content: [{ text: "This much was said" }] });

  await porter.client.agents.send.mutate({ id: session.id, content: "ONWARD" });
  await watch.until(({ messages: now }) => textOf(now.at(-1)) === "I am back.");
});

test.each([
  [{ code: null, signal: "SIGKILL" }, "memory"],
  [{ code: 137, signal: null }, "memory"],
  [{ code: null, signal: "SIGSEGV" }, "crashed (SIGSEGV)"],
  [{ code: null, signal: "SIGTERM" }, "ended from outside (SIGTERM)"],
  [{ code: 3, signal: null }, "exit code 3"],
  [{ code: 0, signal: null }, "by itself"],
])("an exit in words: %j", (exit, words) => {
  expect(wordsOfExit(exit)).toContain(words);
});
