// How long agents worked and what they cost, by the tags of the tasks that they worked on.
//   bun examples/time-report.ts [--period day|week|month]   a table: tags down, days across, in minutes
//   … --csv                                                 one line for each turn, for a spreadsheet
// A turn counts from its prompt to its last message. A session of a task with two tags counts under both. Of a period with
// more than 50 sessions these are the costliest.
import { parseArgs } from "node:util";
import { createPorterClient, PorterError } from "porter/client";

const { values } = parseArgs({
  options: { period: { type: "string", default: "week" }, csv: { type: "boolean" } },
});
const PERIODS = ["day", "week", "month"] as const;
const period = PERIODS.find((known) => known === values.period);
if (!period) throw new Error(`--period is ${PERIODS.join(", ")}, not "${values.period}".`);

type Turn = { day: string; tags: string[]; session: string; minutes: number };

const porter = createPorterClient();
const { from, to, sessions } = await porter.agents.usage.query({ period });
const turns: Turn[] = [];
const costs = new Map<string, number>();
for (const { sessionId, title, costUsd } of sessions) {
  const tags = await tagsOf(sessionId);
  for (const tag of tags) costs.set(tag, (costs.get(tag) ?? 0) + costUsd);
  for (const [first, last] of await readTurns(sessionId)) {
    const minutes = (last.getTime() - first.getTime()) / 60_000;
    turns.push({ day: first.toLocaleDateString("sv"), tags, session: title, minutes }); // 2026-11-23
  }
}
process.stdout.write(values.csv ? toCsv() : toTable());

async function tagsOf(id: string): Promise<string[]> {
  const { session } = await porter.agents.get.query({ id, limit: 1 });
  if (session.taskId === null) return ["(no task)"];
  try {
    const { tags } = await porter.tasks.get.query({ id: session.taskId });
    return tags.length > 0 ? tags : ["(no tag)"];
  } catch (error) {
    if (error instanceof PorterError && error.code === "NOT_FOUND") return ["(task removed)"];
    throw error;
  }
}

/** The first and the last moment of each turn of the period. */
async function readTurns(id: string): Promise<[first: Date, last: Date][]> {
  let { messages, olderCursor: before } = await porter.agents.get.query({ id, limit: 200 });
  while (before !== null && (messages[0]?.createdAt ?? from) > from) {
    const older = await porter.agents.get.query({ id, before, limit: 200 });
    [messages, before] = [[...older.messages, ...messages], older.olderCursor];
  }
  const found: [Date, Date][] = [];
  for (const { role, createdAt } of messages) {
    if (role === "user") found.push([createdAt, createdAt]);
    else found.at(-1)?.splice(1, 1, createdAt);
  }
  return found.filter(([first]) => first >= from && first < to);
}

function toCsv(): string {
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const lines = turns.map(({ day, tags, session, minutes }) => {
    return [day, quote(tags.join(" ")), quote(session), minutes.toFixed(2)].join(",");
  });
  return ["day,tags,session,minutes", ...lines, ""].join("\n");
}

function toTable(): string {
  const days = [...new Set(turns.map(({ day }) => day))].sort();
  const sum = (some: Turn[]) => some.reduce((minutes, turn) => minutes + turn.minutes, 0).toFixed(1);
  const rows = [...costs].map(([tag, cost]) => {
    const own = turns.filter(({ tags }) => tags.includes(tag));
    return [tag, ...days.map((day) => sum(own.filter((turn) => turn.day === day))), `$${cost.toFixed(2)}`];
  });
  const total = ["all", ...days.map((day) => sum(turns.filter((turn) => turn.day === day))), ""];
  const cells = [["tag", ...days, "cost"], ...rows, total];
  const width = (column: number) => Math.max(...cells.map((row) => row[column]?.length ?? 0)) + 2;
  const line = (row: string[]) => row.map((cell, column) => cell.padEnd(width(column))).join("");
  return cells.map((row) => `${line(row).trimEnd()}\n`).join("");
}
