import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const ENVIRONMENT = {
  PATH: process.env.PATH ?? "",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.net",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.net",
};

/** A real repository on the branch `main`, with one commit of these files. */
export function makeRepository(folder: string, files: Record<string, string> = { "read.me": "one\ntwo\n" }) {
  mkdirSync(folder, { recursive: true });

  function git(...args: string[]): string {
    const { exitCode, stdout, stderr } = Bun.spawnSync(["git", ...args], { cwd: folder, env: ENVIRONMENT });
    if (exitCode !== 0) throw new Error(`git ${args.join(" ")}: ${stderr.toString()}`);
    return stdout.toString().trim();
  }

  function write(changes: Record<string, string>): void {
    for (const [path, text] of Object.entries(changes)) {
      const place = join(folder, path);
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, text);
    }
  }

  function commit(message: string): string {
    git("add", "--all");
    git("commit", "--quiet", "--message", message);
    return git("rev-parse", "HEAD");
  }

  git("init", "--quiet", "--initial-branch=main");
  write(files);
  commit("first");
  return {
    folder,
    git,
    write,
    commit,
    /** A program that leaves a file behind when it is run. */
    trap(mark: string): string {
      const program = join(folder, ".git", "trap");
      writeFileSync(program, `#!/bin/sh\ntouch "${mark}"\ncat\n`);
      chmodSync(program, 0o755);
      return program;
    },
  };
}
