import { Argument, Command, Option } from "commander";
import { TaskPriority, TaskSort, TaskStatus, type UpdateTask } from "../../../shared/task.ts";
import { jsonOption, limitOption } from "../values.ts";
import type { EditOptions, ListOptions } from "./tasks/options.ts";
import type { JsonOption } from "../output.ts";

const work = () => import("./tasks/work.ts");

const task = () => new Argument("<task>", "its number, such as 12, or its id");
const tasksArgument = () => new Argument("<task...>", "their numbers, such as 12 15, or ids");
const statusOption = () => new Option("--status <status...>", "only these").choices(TaskStatus.options);
const priorityOption = () =>
  new Option("--priority <priority...>", "only these").choices(TaskPriority.options);

export const tasks = (): Command =>
  new Command("tasks")
    .description("your tasks")
    .addCommand(list(), { isDefault: true })
    .addCommand(
      new Command("show")
        .description("show one with its comments")
        .addArgument(task())
        .addOption(jsonOption())
        .action(async (ref: string, options: JsonOption) => (await work()).show(ref, options)),
    )
    .addCommand(
      new Command("add")
        .description('add one, as in "pay rent friday 9am #home !high every month"')
        .argument("<line...>", "the task in one line; - reads a task from each line of stdin")
        .addOption(jsonOption())
        .action(async (words: string[], options: JsonOption) => (await work()).add(words, options)),
    )
    .addCommand(edit())
    .addCommand(change("done", "done", { status: "done" }))
    .addCommand(change("start", "in progress", { status: "in_progress" }))
    .addCommand(change("cancel", "cancelled", { status: "cancelled" }))
    .addCommand(change("reopen", "to do", { status: "todo" }))
    .addCommand(
      new Command("rm")
        .description("remove them; `tasks restore` brings them back")
        .addArgument(tasksArgument())
        .addOption(jsonOption())
        .action(async (refs: string[], options: JsonOption) => (await work()).remove(refs, options)),
    )
    .addCommand(
      new Command("restore")
        .description("bring removed ones back")
        .argument("<id...>", "the ids that `tasks rm` printed")
        .addOption(jsonOption())
        .action(async (ids: string[], options: JsonOption) => (await work()).restore(ids, options)),
    )
    .addCommand(
      new Command("undo")
        .description("take the latest change of a task back, whoever made it")
        .addArgument(task())
        .addOption(jsonOption())
        .action(async (ref: string, options: JsonOption) => (await work()).undo(ref, options)),
    )
    .addCommand(
      new Command("comment")
        .description("say something about one")
        .addArgument(task())
        .argument("<text...>", "Markdown; - reads it from stdin")
        .addOption(jsonOption())
        .action(async (ref: string, words: string[], options: JsonOption) =>
          (await work()).comment(ref, words, options),
        ),
    )
    .addCommand(
      new Command("watch")
        .description("print each change of a task as it happens, until Ctrl+C")
        .addOption(new Option("--json", "print a line of JSON for each"))
        .action(async (options: JsonOption) => (await work()).watch(options)),
    );

const list = (): Command =>
  new Command("ls")
    .description("list those that are open; ls may be left out")
    .addOption(statusOption())
    .addOption(priorityOption())
    .option("--tag <tag...>", "only with all of these tags")
    .option("--query <text>", "only with these words in title, description or tags")
    .addOption(new Option("--sort <order>", "the order").choices(TaskSort.options))
    .option("--all", "also those that are done or cancelled")
    .addOption(limitOption())
    .addOption(jsonOption())
    .action(async (options: ListOptions) => (await work()).list(options));

const edit = (): Command =>
  new Command("edit")
    .description("change one")
    .addArgument(task())
    .option("--title <text>")
    .option("--description <text>", "Markdown; - reads it from stdin")
    .addOption(new Option("--status <status>").choices(TaskStatus.options))
    .addOption(new Option("--priority <priority>").choices(TaskPriority.options))
    .option("--tags <tag...>", "these and no others")
    .option("--due <when>", 'such as "friday 9am"; none')
    .option("--remind <when>", 'such as "tomorrow 8am"; none')
    .option("--repeat <how>", 'such as "every month"; none')
    .option("--parent <task>", "make it a subtask of this one; none")
    .addOption(jsonOption())
    .action(async (ref: string, options: EditOptions) => (await work()).edit(ref, options));

const change = (verb: string, state: string, fields: Omit<UpdateTask, "id">): Command =>
  new Command(verb)
    .description(`set them to "${state}"`)
    .addArgument(tasksArgument())
    .addOption(jsonOption())
    .action(async (refs: string[], options: JsonOption) => (await work()).update(refs, fields, options));
