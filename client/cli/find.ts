import { Id } from "../../shared/ids.ts";
import { taskNumberIn, type Task } from "../../shared/task.ts";
import type { PorterClient } from "../sdk/client.ts";
import { CliError, usageError } from "./failure.ts";

/** Tells two sessions apart that began in different milliseconds: the time in a UUID version 7. */
const SHORT = 13;
export const shortId = (id: string): string => id.slice(0, SHORT);

/** Whether `ref` is the id as it is shown, or more of it: it was read somewhere, and fits no other by chance. */
export const isShortId = (id: string, ref: string): boolean => ref.length >= SHORT && beginsWith(id, ref);

/** Four characters at least: nothing, or the zero that all of them begin with, would name whatever there is. */
const isBeginning = (ref: string): boolean => /^[0-9a-f][0-9a-f-]{3,}$/i.test(ref);

/** Whether `ref` is how the id begins. */
export const beginsWith = (id: string, ref: string): boolean =>
  isBeginning(ref) && id.startsWith(ref.toLowerCase());

/** By its number (`12`, `#12`) or its id. @throws CliError USAGE, or what the procedure throws */
export function findTask(porter: PorterClient, ref: string): Promise<Task> {
  const number = taskNumberIn(ref);
  if (number !== undefined) return porter.tasks.get.query({ number });
  if (!Id.safeParse(ref).success)
    throw usageError(`"${ref}" is no task: give its number, such as 12, or its id.`);
  return porter.tasks.get.query({ id: ref });
}

export const findTasks = (porter: PorterClient, refs: string[]): Promise<Task[]> =>
  Promise.all(refs.map((ref) => findTask(porter, ref)));

/** The id of a session from the first characters of it, or of Claude's own. @throws CliError */
export async function findSessionId(porter: PorterClient, ref: string): Promise<string> {
  if (Id.safeParse(ref).success) return ref.toLowerCase();
  if (!isBeginning(ref))
    throw usageError(`"${ref}" is no session: give the first characters of its id (bun porter agents ls).`);
  const pages = await Promise.all(
    [false, true].map((archived) => porter.agents.list.query({ query: ref, archived, limit: 200 })),
  );
  const begins = (id: string | null) => id !== null && beginsWith(id, ref);
  const found = pages
    .flatMap(({ items }) => items)
    .filter(({ id, claudeSessionId }) => begins(id) || begins(claudeSessionId));
  return onlyOne(found, `session whose id begins with ${ref}`, ({ id, title }) => `${id}  ${title}`).id;
}

/** @throws CliError NOT_FOUND, or CONFLICT with `inLine` of each that was found */
export function onlyOne<T>(found: T[], what: string, inLine: (one: T) => string): T {
  const [first, ...others] = found;
  if (!first) throw new CliError("NOT_FOUND", `There is no ${what}.`);
  if (others.length === 0) return first;
  const list = found.map((one) => `  ${inLine(one)}`).join("\n");
  throw new CliError("CONFLICT", `There is more than one ${what}:\n${list}`);
}
