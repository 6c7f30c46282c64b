import { spawn } from "node:child_process";
import { PorterError } from "../../errors.ts";

/** In ms; a status of a large repository on a slow disk takes seconds. */
const TIME_LIMIT = 15_000;
const OUTPUT_LIMIT = 16_000_000;
const ERROR_KEPT = 2_000;

/** Settings that would run a program of the repository's choice, or wait for somebody. */
const HARMLESS = {
  "core.fsmonitor": "false",
  "core.hooksPath": "/dev/null",
  "core.pager": "cat",
  "log.showSignature": "false",
};
/** What the settings of filters are set to: `--config-env` takes any name of a filter, `-c` ends it at its first `=`. */
const OFF = { PORTER_GIT_NOTHING: "", PORTER_GIT_NO: "false" };
/** A partial clone would fetch what it lacks, by a program of its choice. The repository's settings do not beat this one. */
export const NO_PROTOCOL = { GIT_ALLOW_PROTOCOL: "", GIT_NO_LAZY_FETCH: "1" };
const OWN_ENVIRONMENT = {
  ...NO_PROTOCOL,
  ...OFF,
  GIT_OPTIONAL_LOCKS: "0",
  GIT_TERMINAL_PROMPT: "0",
  LC_ALL: "C",
};

type GitOptions = {
  input?: string;
  /** Beside the clean ones. */
  environment?: Record<string, string>;
  /** In bytes; what is beyond is cut off, and the command ended. */
  most?: number;
};
type GitResult = { code: number; output: string; error: string; isCut: boolean };

export type OpenGit = ReturnType<typeof createGit>;
export type Git = Awaited<ReturnType<OpenGit>>;

/**
 * git as a program that only does what it is told: no shell, and nothing that a repository's own settings name is run
 * (hooks, monitors, filters, converters). A repository may come from a stranger, and an agent can change its settings.
 * @param environment what agents get; of it, where to find git and its owner's settings
 */
export function createGit(environment: Record<string, string>) {
  const base: Record<string, string> = { ...OWN_ENVIRONMENT };
  for (const name of ["PATH", "HOME", "XDG_CONFIG_HOME", "TMPDIR", "USER", "LOGNAME"])
    if (environment[name] !== undefined) base[name] = environment[name];

  function start(folder: string, args: readonly string[], options: GitOptions): Promise<GitResult> {
    const settings = Object.entries(HARMLESS).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
    const child = spawn("git", ["--no-pager", "--literal-pathspecs", ...settings, ...args], {
      cwd: folder,
      env: { ...base, ...options.environment },
      stdio: ["pipe", "pipe", "pipe"],
    });
    const { promise, resolve, reject } = Promise.withResolvers<GitResult>();
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new PorterError("UNAVAILABLE", "git did not answer in time."));
    }, TIME_LIMIT);
    const pieces: Buffer[] = [];
    let room = options.most ?? OUTPUT_LIMIT;
    let isCut = false;
    let error = "";
    child.stdout.on("data", (piece: Buffer) => {
      pieces.push(piece.subarray(0, Math.max(0, room)));
      room -= piece.length;
      if (room >= 0 || isCut) return;
      isCut = true;
      child.kill("SIGKILL");
    });
    child.stderr.on("data", (piece: Buffer) => {
      error = (error + piece.toString()).slice(-ERROR_KEPT);
    });
    child.on("error", (cause) => {
      clearTimeout(timer);
      reject(new PorterError("UNAVAILABLE", "git could not be started. Is it installed?", { cause }));
    });
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, output: Buffer.concat(pieces).toString(), error: error.trim(), isCut });
    });
    child.stdin.on("error", () => undefined); // It has ended without reading all: its exit code says so.
    child.stdin.end(options.input ?? "");
    return promise;
  }

  /** The filters that the repository's own settings name. Those of the owner's settings are not among them. */
  async function filtersOf(folder: string): Promise<string[]> {
    const listed = await start(folder, ["config", "--list", "--show-scope", "--name-only", "-z"], {});
    if (listed.code !== 0) return [];
    const words = listed.output.split("\0");
    const names = words
      .map((key, index) => ({ scope: words[index - 1], key }))
      .filter(({ scope }, index) => index % 2 === 1 && (scope === "local" || scope === "worktree"))
      .map(({ key }) => key);
    if (names.includes("core.worktree"))
      throw new PorterError(
        "INVALID",
        "The git repository says that its files are in another folder (core.worktree).",
      );
    // A name may be empty, and hold anything but NUL and the end of a line.
    return names.flatMap((name) => /^filter\.(.*)\.[^.]+$/s.exec(name)?.[1] ?? []);
  }

  /** Takes the filters of the repository out of a command's way. */
  async function withoutFilters(folders: readonly string[]): Promise<string[]> {
    const filters = new Set((await Promise.all(folders.map(filtersOf))).flat());
    return [...filters].flatMap((name) => [
      ...["clean", "smudge", "process"].map((key) => `--config-env=filter.${name}.${key}=PORTER_GIT_NOTHING`),
      `--config-env=filter.${name}.required=PORTER_GIT_NO`,
    ]);
  }

  /**
   * git in one folder. `run` gives what a command said, whatever its exit code.
   * @param others further working trees of the repository that the commands look into: on another branch, it can have
   * other settings
   * @throws PorterError UNAVAILABLE when git is not there, takes too long, or (`read`) fails; INVALID for a repository
   * whose files are elsewhere
   */
  return async (folder: string, ...others: string[]) => {
    const filters = await withoutFilters([folder, ...others]);
    const run = (args: readonly string[], options: GitOptions = {}) =>
      start(folder, [...filters, ...args], options);
    return {
      run,

      /** The output of a command that has to succeed. */
      async read(args: readonly string[], options: GitOptions = {}): Promise<string> {
        const { code, output, error, isCut } = await run(args, options);
        if (code !== 0 && !isCut)
          throw new PorterError("UNAVAILABLE", `git ${args[0]} failed: ${error.slice(0, 500)}`);
        return output;
      },
    };
  };
}
