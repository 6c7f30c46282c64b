import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { TaskStatus } from "../../shared/task.ts";
import { scratchDir, startPorter, WITH_BUN_CACHE, type Porter } from "../support/server.ts";
import { onTerminal, porterCommand, startCommand } from "./command.ts";

let porter: Porter;
let number: number;
beforeAll(async () => {
  porter = await startPorter();
  ({ number } = await porter.client.tasks.create.mutate({
    title: "x $(touch pwned) `touch pwned` (touch pwned) \\a:b",
  }));
});
afterAll(() => porter[Symbol.asyncDispose]());

type Shell = "bash" | "zsh" | "fish";

/** What is typed, and the word that Tab makes of its last one. */
const typed = (): [line: string, word: string][] => [
  ["porter ta", "tasks"],
  ["porter tasks ls --sta", "--status"],
  ["porter tasks ls --status can", "cancelled"],
  ["porter tasks ls --status=can", "--status=cancelled"],
  [`porter tasks done ${number}`, String(number)],
  // Nothing that stands on the line is run.
  ["porter tasks add $(touch pwned) `touch pwned` 'a $(touch pwned)' --js", "--json"],
  ["porter tasks add (touch pwned) 'a (touch pwned)' --js", "--json"],
];

/** A folder with the completion of a shell, and settings of somebody else's, which are not Porter's. */
async function folderFor(shell: Shell) {
  const scratch = scratchDir(`completion-${shell}`);
  await Bun.write(join(scratch.path, ".env"), "PORTER_API_URL=http://127.0.0.1:9");
  await Bun.write(join(scratch.path, "bunfig.toml"), 'preload = ["./absent.ts"]');
  await Bun.write(
    join(scratch.path, `completion.${shell}`),
    (await porterCommand(["completion", shell])).stdout,
  );
  return Object.assign(scratch, { isPwned: () => Bun.file(join(scratch.path, "pwned")).exists() });
}

const environment = (home: string) => ({
  PATH: process.env["PATH"] ?? "",
  HOME: home,
  TERM: "xterm",
  ...WITH_BUN_CACHE,
  PORTER_DATA_DIR: porter.dataDir,
  PORTER_TOKEN: porter.token,
});

/** What a script says that runs in a shell's folder. */
async function say(shell: Shell, folder: string, script: string): Promise<string[]> {
  const child = Bun.spawn([shell, "-c", script], {
    cwd: folder,
    env: environment(folder),
    stdin: "ignore",
    stdout: "pipe",
  });
  return (await new Response(child.stdout).text()).trimEnd().split("\n");
}

/** Porter may be too late for a Tab: so many are tried. */
const TRIES = 50;
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

describe("the completion of bun porter", () => {
  test("bash completes commands, options, their values and tasks, and runs nothing", async () => {
    using scratch = await folderFor("bash");
    const script = [
      "source ./completion.bash",
      `answer() {
        read -ra COMP_WORDS <<< "\${1//=/ = }"; COMP_CWORD=$(( \${#COMP_WORDS[@]} - 1 ))
        for _ in {1..${TRIES}}; do _porter; [[ -z \${COMPREPLY[*]} ]] || break; done
        echo "\${COMPREPLY[*]}"
      }`,
      ...typed().map(([line]) => `answer ${quoted(line)}`),
      "answer 'porter tasks ls --status='",
      "porter status --json | head -n 1",
    ].join("\n");
    const words = await say("bash", scratch.path, script);
    // Bash itself takes apart what has a "=" in it.
    const ends = typed().map(([, word]) => word.replace(/.*=/, ""));
    expect(words).toEqual([...ends, TaskStatus.options.join(" "), "{"]);
    expect(await scratch.isPwned()).toBe(false);
  });

  test.skipIf(Bun.which("fish") === null)("so does fish, where it is installed", async () => {
    using scratch = await folderFor("fish");
    const script = [
      "source ./completion.fish",
      `function answer
        for try in (seq ${TRIES})
          set -l found (complete -C $argv[1] | string split --fields 1 \\t)
          if set -q found[1]; echo $found; return; end
        end
        echo nothing
      end`,
      ...typed().map(([line]) => `answer '${line.replaceAll("'", "\\'")}'`),
      "porter status --json | head -n 1",
    ].join("\n");
    const words = await say("fish", scratch.path, script);
    expect(words).toEqual([...typed().map(([, word]) => word), "{"]);
    expect(await scratch.isPwned()).toBe(false);
  });

  test.skipIf(Bun.which("zsh") === null || Bun.which("script") === null)(
    "so does zsh on a terminal, where it is installed",
    async () => {
      using scratch = await folderFor("zsh");
      await Bun.write(
        join(scratch.path, ".zshrc"),
        [
          "PS1='ready> '",
          "source ./completion.zsh",
          `answer() {
            local line=$BUFFER
            repeat ${TRIES}; do zle complete-word; [[ $BUFFER == $line ]] || break; done
            zle -I; print -r -- "<$BUFFER>"; BUFFER=
          }`,
          "zle -N answer; bindkey '^T' answer",
        ].join("\n"),
      );
      const folder = scratch.path;
      await using zsh = startCommand(onTerminal(`cd '${folder}' && stty cols 200 && zsh -i`), {
        ...environment(folder),
        ZDOTDIR: folder,
      });
      await zsh.stdout.until("ready> ");
      for (const [line, word] of typed()) {
        await zsh.type(`${line}\u0014`);
        await zsh.stdout.until(`<${line.replace(/\S+$/, word)} >`);
      }
      await zsh.type("porter status --json | head -n 1; exit\n");
      await zsh.stdout.until("{\r\n");
      expect(await zsh.code).toBe(0);
      expect(await scratch.isPwned()).toBe(false);
    },
  );

  test("without a Porter it still completes what it knows itself", async () => {
    const nowhere = { PORTER_TOKEN: "none", PORTER_API_URL: "http://127.0.0.1:9" };
    const { stdout, code } = await porterCommand(["complete", "--", "tasks", "done", ""], nowhere);
    expect({ stdout, code }).toEqual({ stdout: ":4\n", code: 0 });
    const { stdout: options } = await porterCommand(["complete", "--", "tasks", "done", "--"], nowhere);
    expect(options).toContain("--json\t");
  });
});
