import { join } from "node:path";
import { runProgram, type Ended } from "../support/run-program.ts";
import { WITH_BUN_CACHE, type Porter } from "../support/server.ts";

export const MAIN = join(import.meta.dir, "../../client/cli/main.ts");

type Variables = Record<string, string>;

/** Nothing of the machine's environment but PATH. */
const environment = (env: Variables) => ({ PATH: process.env["PATH"] ?? "", ...WITH_BUN_CACHE, ...env });

/** `bun porter …` in a process of its own. `stdin`: what is piped into it. */
export const porterCommand = (args: string[], env: Variables = {}, stdin = ""): Promise<Ended> =>
  runProgram([process.execPath, MAIN, ...args], { env: environment(env), stdin });

/** Many calls that end in words alone, in one process, which is a tenth of the time. Resolves with how each has ended. */
export async function porterCalls(calls: string[][], env: Variables = {}): Promise<Ended[]> {
  const program = join(import.meta.dir, "calls-program.ts");
  const stdin = JSON.stringify(calls);
  const { stdout, stderr } = await runProgram([process.execPath, program], { env: environment(env), stdin });
  if (stderr !== "") throw new Error(stderr);
  return JSON.parse(stdout);
}

/** The variables that lead to a Porter. */
export const at = ({ dataDir, url }: Porter): Variables => ({
  PORTER_DATA_DIR: dataDir,
  PORTER_API_URL: url,
});

/** A command that goes on, read while it does. `code`: when it has ended. */
export function startCommand(words: string[], env: Variables) {
  const child = Bun.spawn(words, { env: environment(env), stdin: "pipe", stdout: "pipe", stderr: "pipe" });
  const stdout = readAlong(child.stdout);
  const stderr = readAlong(child.stderr);
  return {
    stdout,
    stderr,
    code: child.exited,
    async type(keys: string): Promise<void> {
      void child.stdin.write(keys);
      await child.stdin.flush();
    },
    interrupt: () => child.kill("SIGINT"),
    async [Symbol.asyncDispose](): Promise<void> {
      child.kill();
      await child.exited;
    },
  };
}

export const startPorterCommand = (args: string[], env: Variables) =>
  startCommand([process.execPath, MAIN, ...args], env);

type OfTerminal = {
  columns?: number;
  /** Whether it shows what is typed. */
  echoes?: true;
  /** What comes into stdin. */
  piped?: string;
};

/** On a terminal of its own (`script` of util-linux): all that it shows comes as stdout. */
export const startOnTerminal = (
  args: string[],
  env: Variables,
  { columns = 100, echoes, piped }: OfTerminal = {},
) => {
  const call = [process.execPath, MAIN, ...args].map((word) => `'${word}'`).join(" ");
  const feed = piped === undefined ? "" : `printf '%s' '${piped}' | `;
  const settings = `stty ${echoes ? "" : "-"}echo cols ${columns}`;
  return startCommand(onTerminal(`${settings}; ${feed}${call}`), { TERM: "xterm", ...env });
};

/** A shell's command on a terminal of its own. */
export const onTerminal = (command: string): string[] => [
  "script",
  "--quiet",
  "--return",
  "--command",
  command,
  "/dev/null",
];

/** In ms, within the suite's limit for a test: what is waited for in vain is named, and the server of the file lives on. */
const PATIENCE = 45_000;

/** What a stream has said so far, and a way to wait for more. */
function readAlong(stream: ReadableStream<Uint8Array>) {
  let all = "";
  let isOver = false;
  let heard = Promise.withResolvers<void>();
  void (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      all += decoder.decode(chunk, { stream: true });
      heard.resolve();
      heard = Promise.withResolvers();
    }
    isOver = true;
    heard.resolve();
  })();

  async function waitFor(what: string, isThere: () => boolean): Promise<void> {
    const late = AbortSignal.timeout(PATIENCE);
    late.addEventListener("abort", () => heard.resolve());
    while (!isThere()) {
      if (isOver || late.aborted)
        throw new Error(`It ${isOver ? "ended" : "goes on"} without ${what}:\n${all}`);
      await heard.promise;
    }
  }

  return {
    all: () => all,
    /** Until it has said all of these, one behind the other. */
    until: (...words: string[]): Promise<void> =>
      waitFor(words.map((one) => JSON.stringify(one)).join(" … "), () => hasInOrder(all, words)),
    /** Everything, once it has ended. */
    async whole(): Promise<string> {
      await waitFor("an end", () => isOver);
      return all;
    },
  };
}

function hasInOrder(text: string, words: string[]): boolean {
  let from = 0;
  for (const word of words) {
    const at = text.indexOf(word, from);
    if (at < 0) return false;
    from = at + word.length;
  }
  return true;
}
