import { homedir } from "node:os";
import { resolve } from "node:path";
import { z } from "zod";
import { StartError } from "./errors.ts";
import { LOG_LEVELS } from "./log.ts";

/** The folder of the checkout; relative paths of the configuration start here. `server/` and `dist/` stand in it. */
export const PROJECT_ROOT = resolve(import.meta.dir, "..");

/**
 * Where a person reaches Porter from outside. `porter.example.net:443` is a valid address too, of the scheme
 * `porter.example.net:`, and its origin is "null": the one that every sandboxed page has.
 */
export const PublicUrl = z.url({
  protocol: /^https?$/,
  error: "must be an address such as https://porter.example.net",
});

const Env = z.object({
  PORTER_CONFIG: z.string().min(1).default("config/home.toml"),
  PORTER_DATA_DIR: z.string().min(1).default("data"),
  PORTER_HOST: z.string().min(1).optional(),
  PORTER_PORT: z.coerce.number("must be a number").int().min(0).max(65_535).optional(),
  PORTER_TOKEN: z.string().min(32, "must have at least 32 characters").optional(),
  PORTER_METRICS_TOKEN: z.string().min(32, "must have at least 32 characters").optional(),
  PORTER_PUBLIC_URL: PublicUrl.optional(),
  PORTER_VAULT_KEY: z.string().min(1).optional(),
  PORTER_LOG: z.enum(LOG_LEVELS).default("warn"),
});

export type Env = ReturnType<typeof readEnv>;

/**
 * Reads what Porter takes from its environment. An empty variable counts as unset.
 * @throws StartError naming the variable and what is allowed; never its value.
 */
export function readEnv(variables: Record<string, string | undefined>) {
  const given = Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]): [string, string][] => (value ? [[name, value]] : [])),
  );
  const parsed = Env.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new StartError(`The environment is not right.\n  ${lines.join("\n  ")}`);
  }
  const env = parsed.data;
  return {
    configPath: resolve(PROJECT_ROOT, env.PORTER_CONFIG),
    dataDir: resolve(PROJECT_ROOT, env.PORTER_DATA_DIR),
    host: env.PORTER_HOST,
    port: env.PORTER_PORT,
    ownerToken: env.PORTER_TOKEN,
    metricsToken: env.PORTER_METRICS_TOKEN,
    publicUrl: env.PORTER_PUBLIC_URL,
    vaultKey: env.PORTER_VAULT_KEY,
    logLevel: env.PORTER_LOG,
    homeDir: given.HOME ?? homedir(),
    variables: given,
  };
}
