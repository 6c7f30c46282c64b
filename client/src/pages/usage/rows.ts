import type { UsageReport, UsageSum } from "../../../../shared/usage.ts";
import { describeActor } from "../../ui/actor.ts";
import { modelWords } from "../../ui/model-words.ts";

/** A line of one of the tables. */
export type UsageRow = UsageSum & { key: string; name: string; href?: string };

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const modelRows = ({ models }: UsageReport): UsageRow[] =>
  models.map((row) => ({
    ...row,
    key: row.model,
    name: row.model === "" ? "Not written down" : modelWords(row.model),
  }));

export const sessionRows = ({ sessions }: UsageReport): UsageRow[] =>
  sessions.map((row) => ({ ...row, key: row.sessionId, name: row.title, href: `/agents/${row.sessionId}` }));

function taskName({ number, title, isRemoved }: UsageReport["tasks"][number]): string {
  if (number === null) return "A deleted task";
  return `#${number} ${title}${isRemoved ? " (deleted)" : ""}`;
}

export const taskRows = ({ tasks }: UsageReport): UsageRow[] =>
  tasks.map((row) => ({
    ...row,
    key: row.taskId,
    name: taskName(row),
    ...(!row.isRemoved && { href: `/tasks/${row.taskId}` }),
  }));

export function triggerRows(
  { triggers, sessions }: UsageReport,
  tokenName: (id: string) => string | undefined,
): UsageRow[] {
  const titles = new Map(sessions.map(({ sessionId, title }) => [sessionId, title]));
  return triggers.map((row) => {
    const { text, sessionId } = describeActor(row.actor, (id) => titles.get(id), tokenName);
    return {
      ...row,
      key: row.actor,
      name: capital(text),
      ...(sessionId !== undefined && { href: `/agents/${sessionId}` }),
    };
  });
}

/** All tokens that the model read, from the cache or not. */
export const tokensIn = ({ inputTokens, cacheReadTokens, cacheCreationTokens }: UsageSum): number =>
  inputTokens + cacheReadTokens + cacheCreationTokens;
