import { Id } from "../../../../shared/ids.ts";
import type { Task, TaskStatus, UpdateTask } from "../../../../shared/task.ts";
import type { PorterClient } from "../../../sdk/client.ts";
import { CliError, usageError } from "../../failure.ts";
import { findTask, findTasks } from "../../find.ts";
import { harmlessIn, hint, print, printJsonLine, tell, type JsonOption } from "../../output.ts";
import { collect } from "../../paging.ts";
import { connect } from "../../porter.ts";
import { readStdin, readText } from "../../stdin.ts";
import type { EditOptions, ListOptions } from "./options.ts";
import { line, taskInWords, tasksInWords } from "./words.ts";

const OPEN: TaskStatus[] = ["in_progress", "todo"];

/** Where "tomorrow 9am" is: where the person types, which need not be where Porter runs. */
const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

const inLines = (tasks: Task[]): string => tasks.map(line).join("\n");

export async function list(options: ListOptions): Promise<void> {
  const { status, priority, tag, query, sort, all, limit } = options;
  const statuses = status ?? (all ? undefined : OPEN);
  const porter = await connect();
  const page = await collect(limit, (at) =>
    porter.tasks.list.query({ status: statuses, priority, tag, query, sort, ...at }),
  );
  print(options, page, ({ items }) => tasksInWords(items));
  if (page.items.length === 0) hint(options, "There is no such task.");
  else if (page.nextCursor !== null) hint(options, "There are more: --limit 0 shows all.");
}

export async function show(ref: string, options: JsonOption): Promise<void> {
  const porter = await connect();
  const task = await findTask(porter, ref);
  const { items: comments } = await porter.comments.list.query({ taskId: task.id });
  print(options, { task, comments }, taskInWords);
}

export async function add(words: string[], options: JsonOption): Promise<void> {
  const isPiped = words.join(" ") === "-";
  const lines = isPiped ? linesOf(await readStdin()) : [words.join(" ")];
  const porter = await connect();
  const added: Task[] = [];
  // One after the other: they are numbered in the order in which they stand.
  for (const text of lines) added.push(await porter.tasks.quickAdd.mutate({ text, timeZone }));
  const [first] = added;
  if (isPiped) print(options, added, inLines);
  else if (first) print(options, first, line);
}

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((one) => one.trim())
    .filter((one) => one !== "");

export async function edit(ref: string, options: EditOptions): Promise<void> {
  const { json, description, tags, due, remind, repeat, parent, ...plain } = options;
  if (Object.keys(options).length === (json ? 1 : 0))
    throw usageError("Say what is to change, such as --title.");
  const porter = await connect();
  const [task, times, parentId, text] = await Promise.all([
    findTask(porter, ref),
    readTimes(porter, { due, remind, repeat }),
    idOrNull(porter, parent),
    description === "-" ? readStdin() : description,
  ]);
  const change: UpdateTask = { id: task.id, ...plain, tags, ...times, parentId, description: text };
  print({ json }, await porter.tasks.update.mutate(change), line);
}

async function idOrNull(porter: PorterClient, ref: string | undefined): Promise<string | null | undefined> {
  if (ref === undefined || ref === "none") return ref && null;
  return (await findTask(porter, ref)).id;
}

type Times = Pick<UpdateTask, "dueAt" | "remindAt" | "recurrence">;

/** Words for times are read as in a line that is typed to add a task. */
async function readTimes(
  porter: PorterClient,
  { due, remind, repeat }: Pick<EditOptions, "due" | "remind" | "repeat">,
): Promise<Times> {
  const read = (words: string) => porter.tasks.parse.query({ text: `x ${words}`, timeZone });
  const [dueAt, remindAt, recurrence] = await Promise.all([
    unlessNone("--due", due, async (words) => (await read(words)).dueAt),
    unlessNone("--remind", remind, async (words) => (await read(words)).dueAt),
    unlessNone("--repeat", repeat, async (words) => (await read(words)).recurrence),
  ]);
  return { dueAt, remindAt, recurrence };
}

async function unlessNone<T>(
  option: string,
  words: string | undefined,
  read: (words: string) => Promise<T | null>,
): Promise<T | null | undefined> {
  if (words === undefined || words === "none") return words && null;
  const value = await read(words);
  if (value === null) throw usageError(`"${words}" cannot be understood (${option}).`);
  return value;
}

export async function update(
  refs: string[],
  fields: Omit<UpdateTask, "id">,
  options: JsonOption,
): Promise<void> {
  const porter = await connect();
  const found = await findTasks(porter, refs);
  const { items } = await porter.tasks.updateMany.mutate({
    changes: found.map(({ id }) => ({ id, ...fields })),
  });
  print(options, items, inLines);
}

export async function remove(refs: string[], options: JsonOption): Promise<void> {
  const porter = await connect();
  const ids = (await findTasks(porter, refs)).map(({ id }) => id);
  const { items } = await porter.tasks.removeMany.mutate({ ids });
  print(options, items, (removed) => removed.map((task) => `removed: ${line(task)} ${task.id}`).join("\n"));
  hint(options, `Back again: bun porter tasks restore ${ids.join(" ")}`);
}

export async function restore(ids: string[], options: JsonOption): Promise<void> {
  const other = ids.find((id) => !Id.safeParse(id).success);
  if (other !== undefined) throw usageError(`"${other}" is no id: give those that \`tasks rm\` printed.`);
  const porter = await connect();
  print(options, (await porter.tasks.restoreMany.mutate({ ids })).items, inLines);
}

export async function undo(ref: string, options: JsonOption): Promise<void> {
  const porter = await connect();
  const { id } = await findTask(porter, ref);
  const { items } = await porter.tasks.activity.query({ id });
  const latest = items.find(({ kind }) => kind === "updated");
  if (!latest) throw new CliError("CONFLICT", "Nothing was changed in it lately.");
  await porter.tasks.undo.mutate({ eventId: latest.eventId });
  print(options, await porter.tasks.get.query({ id }), line);
}

export async function comment(ref: string, words: string[], options: JsonOption): Promise<void> {
  const text = await readText(words);
  const porter = await connect();
  const { id: taskId, number } = await findTask(porter, ref);
  const added = await porter.comments.add.mutate({ taskId, text });
  print(options, added, () => `commented on #${number}`);
}

export async function watch({ json }: JsonOption): Promise<void> {
  const porter = await connect();
  // A subscription waits for a Porter that is down; who begins to watch wants to know.
  await porter.tasks.counts.query();
  for await (const { data: change } of porter.tasks.onChange.subscribe()) {
    if (json) printJsonLine(change);
    else if (change.type === "ready") hint({ json }, "Ctrl+C ends it.");
    else if (change.type === "resync") tell("Changes were missed; from here on they are whole again.");
    else {
      const { type, task } = harmlessIn(change);
      const time = new Date().toLocaleTimeString("sv-SE");
      process.stdout.write(`${time} ${type} ${line(task)}\n`);
    }
  }
}
