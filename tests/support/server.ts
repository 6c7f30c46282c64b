import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parse } from "smol-toml";
import type { MessagesApi } from "./messages-api.ts";
import { makeShortLivedClaude } from "./real-claude.ts";
import { IS_SHORT_LIVED, SHORT_LIVED } from "./short-lived.ts";
import { createPorterClient } from "../../client/sdk/index.ts";

const ROOT = resolve(import.meta.dir, "../..");
/** The whole suite runs what `bun start` runs; a test on its own runs the sources as they stand. */
const BUILT = process.env.PORTER_TEST_SERVER;
const SERVER = BUILT ?? "server/main.ts";
/** Porter's MCP server over stdio, as hosts start it: `bun porter mcp`. */
export const MCP_COMMAND = [process.execPath, join(ROOT, "client/cli/main.ts"), "mcp"];

export type Porter = Awaited<ReturnType<typeof startPorter>>;

/** A folder of a test's own, gone with it. */
export function scratchDir(name: string): { path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), `porter-${name}-`));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

const BUN_CACHE = join(ROOT, "node_modules/.cache/bun");

/** For a process of a test that has no home: what it has transpiled is kept, and nothing is compiled for long. */
export const WITH_BUN_CACHE = { BUN_RUNTIME_TRANSPILER_CACHE_PATH: BUN_CACHE, ...SHORT_LIVED };

/**
 * Gives a home the cache in which Bun keeps what it has transpiled, as a home that is lived in has it: without it
 * every process of a test transpiles Porter anew, which takes half of its start. It is common to all tests.
 */
function shareBunCache(home: string): void {
  const link = join(home, ".bun/install/cache/@t@");
  if (existsSync(link)) return;
  mkdirSync(BUN_CACHE, { recursive: true });
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(BUN_CACHE, link);
}

type PorterOptions = {
  /** Reused by a test that starts the server again on the same data. A scratch folder when not given. */
  home?: string;
  port?: number;
  /** The Messages API that agents talk to. */
  api?: MessagesApi;
  /** Added to the clean environment. */
  env?: Record<string, string>;
  /** TOML; by default no MCP servers but Porter's own, and no process kept ahead. */
  config?: string;
  /** The server looks for the CLI itself, as it does at home, also in the whole suite. */
  findsClaude?: boolean;
};

/**
 * Adds to the TOML of a test, where it does not speak of them: no process is kept ahead, which takes half a second of a
 * core for a session that most tests do not start; in the whole suite the CLI is the short-lived one.
 */
function completeConfig({ config = "", findsClaude = false }: PorterOptions, home: string): string {
  const given = Object.keys(Object(parse(config).agents));
  const added = [
    ...(given.includes("spare") ? [] : ["spare = false"]),
    ...(given.includes("command") || findsClaude || !IS_SHORT_LIVED
      ? []
      : [`command = ${JSON.stringify(makeShortLivedClaude(home))}`]),
  ];
  const table = /^\[agents\]$/m;
  if (table.test(config)) return config.replace(table, ["$&", ...added].join("\n"));
  return [...added.map((line) => `agents.${line}`), config].join("\n");
}

/**
 * The real server in a process of its own: port 0, its own data folder and home, and nothing of the machine's
 * environment but PATH.
 */
export async function startPorter(options: PorterOptions = {}) {
  const scratch = options.home === undefined ? scratchDir("home") : undefined;
  const home = options.home ?? scratch?.path ?? "";
  const dataDir = join(home, "data");
  const configPath = join(home, "porter.toml");
  shareBunCache(home);
  await Bun.write(configPath, completeConfig(options, home));
  const child = Bun.spawn([process.execPath, SERVER], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH ?? "",
      HOME: home,
      ...SHORT_LIVED,
      ANTHROPIC_API_KEY: "sk-test",
      ...options.api?.env(home),
      CLAUDE_CODE_MAX_RETRIES: "0",
      PORTER_CONFIG: configPath,
      PORTER_DATA_DIR: dataDir,
      PORTER_PORT: String(options.port ?? 0),
      ...options.env,
    },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  let stderr = "";
  let stdout = "";
  const started = Promise.withResolvers<void>();
  const drained = Promise.all([
    drain(child.stderr, (text) => (stderr += text)),
    drain(child.stdout, (text) => {
      stdout += text;
      if (stdout.includes("\n")) started.resolve();
    }).then(started.resolve),
  ]);
  await started.promise;
  const signInLink = /https?:\/\/\S+\/sign-in#\S+/.exec(stdout)?.[0];
  if (!signInLink) {
    await child.exited;
    await drained;
    throw new Error(`The server did not start: ${stdout}${stderr}`);
  }
  const url = new URL(signInLink).origin;
  const token = options.env?.PORTER_TOKEN ?? readFileSync(join(dataDir, "token"), "utf8").trim();

  /** As a service manager ends it. Resolves with the exit code. */
  async function stop(): Promise<number> {
    child.kill("SIGTERM");
    const code = await child.exited;
    await drained;
    return code;
  }

  return {
    url,
    port: Number(new URL(url).port),
    token,
    signInLink,
    /** What was printed to stdout. */
    stdout: () => stdout,
    home,
    dataDir,
    pid: child.pid,
    client: createPorterClient({ url, token, retryFor: 0 }),
    stderr: () => stderr,
    stop,
    /** The exit code, once it has ended. */
    exited: child.exited,
    /** As a power cut ends it. */
    async kill(): Promise<void> {
      child.kill("SIGKILL");
      await child.exited;
    },
    async [Symbol.asyncDispose](): Promise<void> {
      if (child.exitCode === null && child.signalCode === null) await stop();
      scratch?.[Symbol.dispose]();
    },
  };
}

/** A port that was free a moment ago, for a server whose printed address does not tell it. */
export function findFreePort(): number {
  using server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response() });
  if (server.port === undefined) throw new Error("There is no free port.");
  return server.port;
}

/** A start that is expected to fail: how it ended, and what it said. One that does not fail is ended after 5 s. */
export async function startAndFail(
  options: Pick<PorterOptions, "home" | "config" | "env">,
): Promise<{ code: number; stderr: string; configPath: string }> {
  using scratch = scratchDir("home");
  const home = options.home ?? scratch.path;
  const configPath = join(scratch.path, "porter.toml");
  await Bun.write(configPath, options.config ?? "");
  const child = Bun.spawn([process.execPath, SERVER], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH ?? "",
      HOME: home,
      ...SHORT_LIVED,
      PORTER_CONFIG: configPath,
      PORTER_DATA_DIR: join(home, "data"),
      PORTER_PORT: "0",
      ...options.env,
    },
    stdin: "ignore",
    stdout: "ignore",
    stderr: "pipe",
    timeout: 60_000, // only a start that works by mistake meets it
  });
  const [stderr, code] = await Promise.all([new Response(child.stderr).text(), child.exited]);
  return { code, stderr, configPath };
}

async function drain(stream: ReadableStream<Uint8Array>, onText: (text: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  for await (const chunk of stream) onText(decoder.decode(chunk, { stream: true }));
}
