import { z } from "zod";
import { PorterError } from "../../errors.ts";
import type { Effect, IntegrationContext } from "../contract.ts";
import { BadDelivery } from "../error.ts";
import { Due, readDue } from "./due.ts";
import { getTask, words } from "./fields.ts";

const { title, ...others } = words;

/** A misspelt field is refused: the sender would otherwise believe that it was heard. */
const Message = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("task.create"),
    data: z.strictObject({ title, ...others, due_at: Due.nullish() }),
  }),
  z.object({
    type: z.literal("task.update"),
    data: z.strictObject({
      id: z.union([z.string().min(1).max(100), z.int()]),
      title: title.optional(),
      ...others,
      due_at: Due.nullish(),
    }),
  }),
]);

type Context = Pick<IntegrationContext<unknown>, "tasks" | "timeZone">;

/** @throws BadDelivery, as the effect does when there is no such task */
export function effectOf(body: unknown, { tasks, timeZone }: Context): Effect {
  const parsed = Message.safeParse(body);
  if (!parsed.success) throw new BadDelivery(explain(parsed.error));
  const { type, data } = parsed.data;

  if (type === "task.create") {
    const { due_at, ...given } = data;
    return refusing(() => {
      const task = tasks.create({ ...given, dueAt: readDue(due_at, timeZone) });
      return `Created task #${task.number}.`;
    });
  }
  const { id: ref, due_at, ...given } = data;
  return refusing(() => {
    const before = getTask(tasks, String(ref));
    const after = tasks.update({ ...given, id: before.id, dueAt: readDue(due_at, timeZone) });
    const isChanged = after.updatedAt.getTime() !== before.updatedAt.getTime();
    return isChanged ? `Changed task #${after.number}.` : `Task #${after.number} is like that already.`;
  });
}

function explain(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue?.path[0] === "type" || issue?.path.length === 0)
    return 'It is not a message for tasks: {"type": "task.create" or "task.update", "data": {…}}.';
  return `${issue?.path.join(".")}: ${issue?.message}.`;
}

/** What Porter refuses by its rules it refuses at every attempt. */
const refusing =
  (effect: Effect): Effect =>
  () => {
    try {
      return effect();
    } catch (error) {
      if (error instanceof PorterError) throw new BadDelivery(error.message, { cause: error });
      throw error;
    }
  };
