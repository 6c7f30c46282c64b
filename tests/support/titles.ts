import type { Porter } from "./server.ts";

/** The titles of all tasks, page by page, the newest first. */
export async function titlesOf({ client }: Pick<Porter, "client">): Promise<string[]> {
  const titles: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.tasks.list.query({ limit: 200, ...(cursor !== undefined && { cursor }) });
    titles.push(...page.items.map(({ title }) => title));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return titles;
}
