import { chmodSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { runClaude, type AgentProcess } from "../../server/agents/runner/runner.ts";

const PROGRAM = resolve(import.meta.dir, "fake-claude-program.ts");

/** A command that can stand in the place of the Claude CLI. */
export function makeFakeClaude(folder: string): string {
  const path = join(folder, "claude");
  writeFileSync(path, `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}

/** The real runner with another command. `mode`: see fake-claude-program.ts. */
export function runFake(options: {
  command: string;
  cwd: string;
  mode?: string;
  onSpawn?: (pid: number) => void;
}): AgentProcess {
  return runClaude({
    runId: Bun.randomUUIDv7(),
    cwd: options.cwd,
    environment: { PATH: process.env.PATH ?? "", HOME: options.cwd, CLAUDE_FAKE: options.mode ?? "plain" },
    command: options.command,
    model: undefined,
    effort: undefined,
    permissionMode: "default",
    maxBudgetUsd: undefined,
    resume: undefined,
    context: "",
    deniedTools: [],
    mcpServers: {},
    onToolCall: () => ({ decision: "deny", reason: "There are none." }),
    onSpawn: ({ pid }) => options.onSpawn?.(pid),
    onCommands: () => undefined,
    onModels: () => undefined,
  });
}

export const HELLO = { blocks: [{ type: "text" as const, text: "Hello" }], isCommand: false };
