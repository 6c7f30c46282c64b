import { Command, Option } from "commander";
import { Effort, PermissionMode, SessionStatus } from "../../../shared/session.ts";
import type { JsonOption } from "../output.ts";
import { dollars, jsonOption, limitOption } from "../values.ts";
import type {
  AllowOptions,
  AnswerOptions,
  FollowOptions,
  ListOptions,
  StartOptions,
} from "./agents/options.ts";

const work = () => import("./agents/work.ts");
const approvals = () => import("./agents/approvals.ts");

const SESSION = "the first characters of its id";

export const agents = (): Command =>
  new Command("agents")
    .description("your Claude agents")
    .addCommand(list(), { isDefault: true })
    .addCommand(start())
    .addCommand(
      following(
        "attach",
        "show what one says as it says it, and answer what it asks; Ctrl+C leaves it at work",
      )
        .argument("<session>", SESSION)
        .action(async (ref: string, options: FollowOptions) => (await work()).attach(ref, options)),
    )
    .addCommand(
      detachable("send", "say something to one; it goes on where it was")
        .argument("<session>", SESSION)
        .argument("<text...>", "what to say; - reads it from stdin, behind the rest")
        .action(async (ref: string, words: string[], options: FollowOptions) =>
          (await work()).send(ref, words, options),
        ),
    )
    .addCommand(
      one("stop", "stop what one does now").action(async (ref: string, options: JsonOption) =>
        (await work()).stop(ref, options),
      ),
    )
    .addCommand(
      one("show", "show one, with its latest answer").action(async (ref: string, options: JsonOption) =>
        (await work()).show(ref, options),
      ),
    )
    .addCommand(
      new Command("approvals")
        .description("list what waits for your word, in all sessions")
        .addOption(jsonOption())
        .action(async (options: JsonOption) => (await approvals()).list(options)),
    )
    .addCommand(
      answering("allow", "allow a tool call, or answer a question")
        .option("--answer <text...>", "the answer to each question, in their order")
        .action(async (ref: string, options: AllowOptions) => (await approvals()).allow(ref, options)),
    )
    .addCommand(
      answering("deny", "refuse a tool call")
        .argument("[message...]", "what the agent is told")
        .action(async (ref: string, words: string[], options: AnswerOptions) =>
          (await approvals()).deny(ref, words, options),
        ),
    );

const list = (): Command =>
  new Command("ls")
    .description("list the sessions, the latest first; ls may be left out")
    .addOption(new Option("--status <status...>", "only these").choices(SessionStatus.options))
    .option("--query <text>", "only with this in title or prompt")
    .option("--task <task>", "only those that work on this task")
    .option("--archived", "the archived ones")
    .addOption(limitOption())
    .addOption(jsonOption())
    .action(async (options: ListOptions) => (await work()).list(options));

const start = (): Command =>
  detachable("start", "start one and show what it says: `git diff | bun porter agents start Review this: -`")
    .argument("<prompt...>", "what it is to do; - reads it from stdin, behind the rest")
    .option("--task <task>", "the task that it works on")
    .option("--cwd <folder>", "where it works")
    .option("--worktree", "in a git worktree of its own")
    .option("--profile <name>", "the profile that it begins with")
    .option("--model <name>")
    .addOption(new Option("--effort <effort>", "how hard it thinks").choices(Effort.options))
    .addOption(new Option("--mode <mode>", "what it may do unasked").choices(PermissionMode.options))
    .addOption(new Option("--budget <usd>", "what it may cost at most").argParser(dollars))
    .action(async (words: string[], options: StartOptions) => (await work()).start(words, options));

const one = (verb: string, does: string): Command =>
  new Command(verb).description(does).argument("<session>", SESSION).addOption(jsonOption());

const following = (verb: string, does: string): Command =>
  new Command(verb)
    .description(does)
    .addOption(new Option("--json", "print a line of JSON for each thing that happens"));

const detachable = (verb: string, does: string): Command =>
  following(verb, does).option("-d, --detach", "leave it at work at once, and print which one it is");

const answering = (verb: string, does: string): Command =>
  new Command(verb)
    .description(does)
    .argument("<approval>", "its id as shown; of its session's what waits there is shown, and asked about")
    .option("-y, --yes", "do not ask: answer whatever waits there now")
    .addOption(jsonOption());
