import tab from "@bomb.sh/tab/commander";
import type { RootCommand } from "@bomb.sh/tab";
import type { Command } from "commander";
import type { PorterClient } from "../sdk/client.ts";
import type { Shell } from "./commands/completion.ts";
import { shortId } from "./find.ts";
import { harmless } from "./output.ts";
import { OWN_ARGUMENTS } from "./own-call.ts";
import { connect } from "./porter.ts";

/** In ms: who pressed Tab waits for it. */
const PATIENCE = 300;
const MOST = 100;

type Suggestion = { value: string; description: string };
type Read = (porter: PorterClient, options: { signal: AbortSignal }) => Promise<Suggestion[]>;

const tasks: Read = async (porter, options) => {
  const { items } = await porter.tasks.list.query({ status: ["in_progress", "todo"], limit: MOST }, options);
  return items.map(({ number, title }) => ({ value: String(number), description: title }));
};

/** What an argument or an option of this name may be, in the Porter that answers. */
const LIVE = new Map<string, Read>([
  ["task", tasks],
  ["parent", tasks],
  [
    "session",
    async (porter, options) => {
      const { items } = await porter.agents.list.query({ limit: MOST }, options);
      return items.map(({ id, title, status }) => ({
        value: shortId(id),
        description: `${status}: ${title}`,
      }));
    },
  ],
  [
    "approval",
    async (porter, options) => {
      const { items } = await porter.agents.approvals.query(undefined, options);
      return items.map(({ approval, session }) => ({
        value: shortId(approval.id),
        description: `${approval.toolName}: ${session.title}`,
      }));
    },
  ],
  [
    "integration",
    async (porter, options) => {
      const { items } = await porter.integrations.list.query(undefined, options);
      return items.map(({ id, name }) => ({ value: id, description: name }));
    },
  ],
  [
    "profile",
    async (porter, options) => {
      const { items } = await porter.agents.profiles.query(undefined, options);
      return items.map(({ name }) => ({ value: name, description: "" }));
    },
  ],
  [
    "token",
    async (porter, options) => {
      const { items } = await porter.tokens.list.query(undefined, options);
      return items.map(({ id, name }) => ({ value: shortId(id), description: name }));
    },
  ],
]);

/** Answers a shell that asks what may stand at the end of a line. `args`: `--`, then the words behind the program. */
export async function complete(program: Command, args: string[]): Promise<void> {
  const words = args.slice(1).flatMap(withoutBetween);
  const tree = tab(program);
  tree.commands.delete("complete"); // The adapter's own: for shells, not for people.
  const slots = slotsOf(tree, words);
  const names = [...new Set(slots.map(({ name }) => name))];
  const live = new Map(await Promise.all(names.map(async (name) => [name, await readLive(name)] as const)));
  for (const { name, slot } of slots) {
    slot.handler = (suggest: (value: string, description: string) => void) => {
      for (const { value, description } of live.get(name) ?? []) suggest(value, description);
    };
  }
  tree.parse(words);
}

/** Bash takes `--status=can` for three words, and `--status=` for two. */
function withoutBetween(word: string, at: number, words: string[]): string[] {
  if (word !== "=" || !words[at - 1]?.startsWith("--")) return [word];
  return at === words.length - 1 ? [""] : [];
}

/** The arguments and options of the command that stands on the line whose values only Porter knows. */
function slotsOf(tree: RootCommand, words: string[]) {
  const command = tree.commands.get(words.slice(0, 2).join(" "));
  if (!command) return [];
  return [...command.arguments, ...command.options]
    .filter(([name]) => LIVE.has(name))
    .map(([name, slot]) => ({ name, slot }));
}

async function readLive(name: string): Promise<Suggestion[]> {
  try {
    const found = await LIVE.get(name)?.(await connect(), { signal: AbortSignal.timeout(PATIENCE) });
    return (found ?? []).filter(({ value }) => isPlain(value)).map(inOneLine);
  } catch {
    return []; // Nobody who presses Tab wants to read why.
  }
}

/** Shells read what is suggested as a part of their own language. */
const isPlain = (value: string): boolean => /^[\w.-]+$/.test(value);

const inOneLine = ({ value, description }: Suggestion): Suggestion => ({
  value,
  description: harmless(description).replace(/\s+/g, " "),
});

/** A function that is Porter's command, and what completes it. */
export function printScript(shell: Shell): void {
  const words = [process.execPath, ...OWN_ARGUMENTS].map(quote[shell]);
  process.stdout.write(`${FUNCTION[shell](words.join(" "))}\n${SCRIPT[shell]}`);
}

const single = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
const quote: Record<Shell, (text: string) => string> = {
  bash: single,
  zsh: single,
  fish: (text) => `'${text.replace(/[\\']/g, "\\$&")}'`,
};

const FUNCTION: Record<Shell, (call: string) => string> = {
  bash: (call) => `porter() { ${call} "$@"; }`,
  zsh: (call) => `porter() { ${call} "$@"; }`,
  fish: (call) => `function porter; ${call} $argv; end`,
};

/**
 * Not the library's: those for bash and zsh run what stands on the line (`eval`), and that for bash needs the package
 * bash-completion. Each asks `porter complete` once, whose last line (`:4`) is for the library's.
 */
const SCRIPT: Record<Shell, string> = {
  bash: `_porter() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    [[ $line == :* ]] || COMPREPLY+=("\${line%%$'\\t'*}")
  done < <(porter complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _porter porter
`,
  // (Q) takes the quotes off a word and expands nothing in it.
  zsh: `_porter() {
  local line
  local -a found
  while IFS= read -r line; do
    [[ $line == :* ]] || found+=("\${line/$'\\t'/:}")
  done < <(porter complete -- "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)
  compset -P '--*='
  _describe -V porter found
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
compdef _porter porter
`,
  fish: `function __porter_complete
    set -l words (commandline -opc)
    set -l last (commandline -ct)
    set -l option (string match --regex -- '^--[^=]+=' "$last")
    porter complete -- $words[2..-1] "$last" 2>/dev/null | string match --invert ':*' | string replace --regex -- '^' "$option"
end
complete -c porter -e
complete -c porter -k -f -a '(__porter_complete)'
`,
};
