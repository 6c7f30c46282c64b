// An agent goes through your tasks with the tag "inbox": it gives each a priority, tags, and a due date where one is
// meant, and takes the tag away. It works with Porter's own tools, so you see it happen, and can take it back.
//   bun examples/triage-inbox.ts [--tag inbox]
//   bun examples/triage-inbox.ts --undo <session>   everything as it was
// It prints the agent's summary while it is written, then each task as it was and as it is.
import { parseArgs } from "node:util";
import { createPorterClient, streamAnswer, type Task } from "porter/client";

const { values } = parseArgs({
  options: { tag: { type: "string", default: "inbox" }, undo: { type: "string" } },
});
const porter = createPorterClient();
if (values.undo === undefined) await triage(values.tag);
else await undo(values.undo);

async function triage(tag: string): Promise<void> {
  const { items: before } = await porter.tasks.list.query({ tag, status: "todo", limit: 50 });
  if (before.length === 0) return print(`No task has the tag "${tag}".`);

  const numbers = before.map(({ number }) => `#${number}`).join(", ");
  const known = (await porter.tasks.tags.query()).items
    .map(({ tag }) => tag)
    .filter((known) => known !== tag);
  const session = await porter.agents.start.mutate({
    prompt: `Triage my tasks ${numbers}. Read each with get_task, then call update_task once for it:
- priority: urgent and high are rare; medium says that you do not know better
- tags: all tags it shall have, without "${tag}"; rather those I use (${known.join(", ") || "none yet"}) than new ones
- due_at: only where the task names a day or has a deadline
Change nothing else, and create nothing. At the end say in two sentences what you found.`,
  });
  for await (const text of streamAnswer(porter, session)) process.stdout.write(text);

  print("\n");
  for (const task of before) {
    const after = await porter.tasks.get.query({ id: task.id });
    print(`#${task.number} ${task.title}\n    ${describe(task)}  →  ${describe(after)}`);
  }
  print(`\nNot right? bun examples/triage-inbox.ts --undo ${session.id}`);
}

async function undo(id: string): Promise<void> {
  const { undone, left } = await porter.agents.undoAll.mutate({ id });
  print(`${undone} changes were taken back, ${left.length} were not.`);
  for (const { obstacle } of left) print(`- ${obstacle?.reason ?? ""}`);
}

function describe({ priority, tags, dueAt }: Task): string {
  const day = dueAt?.toLocaleDateString("en", { dateStyle: "medium" });
  return [priority, ...tags.map((tag) => `#${tag}`), ...(day === undefined ? [] : [`due ${day}`])].join(" ");
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
