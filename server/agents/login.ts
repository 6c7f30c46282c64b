import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Warning } from "../config/references.ts";

/** Any of these gives the CLI a way to reach a model. */
const CREDENTIAL_VARIABLES = [
  "ANTHROPIC_API_KEY",
  "ANTHROPIC_AUTH_TOKEN",
  "CLAUDE_CODE_OAUTH_TOKEN",
  "CLAUDE_CODE_USE_BEDROCK",
  "CLAUDE_CODE_USE_VERTEX",
  "CLAUDE_CODE_USE_FOUNDRY",
];

/**
 * What will keep agents from working, as far as it shows without asking Claude: that a login is there, never what it
 * holds. On macOS the login is in the keychain, which is not asked.
 */
export function findAgentWarnings(options: {
  variables: Record<string, string>;
  homeDir: string;
  platform: string;
  command: string | undefined;
}): Warning[] {
  const { variables, homeDir, platform, command } = options;
  const warnings: Warning[] = [];
  if (command !== undefined && Bun.which(command, { PATH: variables.PATH ?? "" }) === null) {
    warnings.push({
      subject: "agents.command",
      message: `The Claude CLI "${command}" was not found: agents cannot start.`,
    });
  }
  const claudeDir = variables.CLAUDE_CONFIG_DIR ?? join(homeDir, ".claude");
  const hasLogin =
    platform === "darwin" ||
    CREDENTIAL_VARIABLES.some((name) => variables[name] !== undefined) ||
    existsSync(join(claudeDir, ".credentials.json")) ||
    existsSync(join(claudeDir, "settings.json"));
  if (!hasLogin) {
    warnings.push({
      subject: "agents",
      message:
        "No Claude login was found: agents will fail. Set ANTHROPIC_API_KEY in Porter's environment, or run `claude` once as Porter's user and sign in.",
    });
  }
  return warnings;
}
