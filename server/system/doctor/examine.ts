import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Check } from "../../../shared/check.ts";
import { findAgentWarnings } from "../../agents/login.ts";
import { loadConfig, type Config } from "../../config/load.ts";
import { PROJECT_ROOT, readEnv, type Env } from "../../env.ts";
import { StartError } from "../../errors.ts";
import { builtIns } from "../../integrations/registry.ts";
import { checkDataFolder } from "./data-folder.ts";
import { checkPort } from "./port.ts";

/** The Bun that Porter is tested with. */
const OLDEST_BUN = "1.4.5";

/**
 * What shows without asking a server. While one runs, its own environment counts and it says itself how it is; then only
 * what lies on the disk is looked at here.
 */
export function examine(options: {
  variables: Record<string, string | undefined>;
  platform: string;
  isRunning: boolean;
}): Check[] {
  const { variables, platform, isRunning } = options;
  const read = orProblem(() => readEnv(variables));
  if (!read.ok) return [checkBun(), problem("environment", "Environment", read.problem)];
  const env = read.value;
  const loaded = orProblem(() => loadConfig(env, builtIns));
  return [
    checkBun(),
    checkGit(variables),
    ...(isRunning ? [] : checkStart(env, loaded, platform)),
    ...checkDataFolder({
      dataDir: env.dataDir,
      migrations: join(PROJECT_ROOT, "drizzle"),
      backupHours: loaded.ok ? loaded.value.backup.every_hours : undefined,
    }),
  ];
}

/** What the next start from this shell would meet. */
function checkStart(env: Env, loaded: Outcome<Config>, platform: string): Check[] {
  if (!loaded.ok) return [problem("configuration", "Configuration", loaded.problem)];
  const config = loaded.value;
  return [
    checkConfig(env, config),
    checkTimeZone(config),
    checkPort(config.server),
    checkClaude(env, config, platform),
  ];
}

function checkConfig(env: Env, { warnings }: Config): Check {
  return {
    id: "configuration",
    title: "Configuration",
    finding: [`${env.configPath} can be read.`, ...warnings.map(({ message }) => message)].join(" "),
    todo: warnings.length === 0 ? null : "Set the variables in the environment that Porter is started in.",
  };
}

function checkTimeZone({ server }: Config): Check {
  const now = new Date().toLocaleString("sv-SE", { timeZone: server.time_zone });
  return {
    id: "time-zone",
    title: "Time zone",
    finding: `${server.time_zone}: it is ${now} there.`,
    todo: null,
  };
}

function checkClaude(env: Env, { agents }: Config, platform: string): Check {
  const warnings = findAgentWarnings({ ...env, platform, command: agents.command }).map(
    ({ message }) => message,
  );
  const shipped = join(PROJECT_ROOT, "node_modules/@anthropic-ai");
  const isShipped = readdirSync(shipped).some((name) => name.startsWith(`claude-agent-sdk-${platform}-`));
  if (agents.command === undefined && !isShipped)
    warnings.push(`The Claude CLI for ${platform} is missing in ${shipped}. bun install gets it.`);
  return {
    id: "claude",
    title: "Claude",
    finding: warnings.length === 0 ? "The CLI is there, and a login." : warnings.join(" "),
    todo:
      warnings.length === 0
        ? null
        : "Without it agents cannot work. As Porter's user: run claude and sign in.",
  };
}

function checkBun(): Check {
  const isGood = Bun.semver.satisfies(Bun.version, `>=${OLDEST_BUN}`);
  return {
    id: "bun",
    title: "Bun",
    finding: `This is Bun ${Bun.version}.`,
    todo: isGood
      ? null
      : `Start Porter with Bun ${OLDEST_BUN}, which it is tested with: npx bun@${OLDEST_BUN} start`,
  };
}

function checkGit(variables: Record<string, string | undefined>): Check {
  const path = Bun.which("git", { PATH: variables["PATH"] ?? "" });
  return {
    id: "git",
    title: "git",
    finding: path ?? "It was not found on PATH.",
    todo: path ? null : "Install git: worktrees and the diffs of sessions need it.",
  };
}

const problem = (id: string, title: string, finding: string): Check => ({
  id,
  title,
  finding,
  todo: "Porter will not start like this. Mend what is named.",
});

type Outcome<T> = { ok: true; value: T } | { ok: false; problem: string };

/** What would end a start with words for a person. */
function orProblem<T>(work: () => T): Outcome<T> {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    if (error instanceof StartError) return { ok: false, problem: error.message };
    throw error;
  }
}
