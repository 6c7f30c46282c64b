type Page<T> = { items: T[]; nextCursor: string | null };

/** As many as the procedures give at once. */
const LARGEST_PAGE = 200;

/** So many things of a list, over its pages; 0: all. `nextCursor` is null when there are no more. */
export async function collect<T>(
  limit: number,
  read: (at: { cursor?: string; limit: number }) => Promise<Page<T>>,
): Promise<Page<T>> {
  const most = limit === 0 ? Number.POSITIVE_INFINITY : limit;
  const items: T[] = [];
  let nextCursor: string | null = null;
  do {
    const page = await read({
      limit: Math.min(most - items.length, LARGEST_PAGE),
      ...(nextCursor !== null && { cursor: nextCursor }),
    });
    items.push(...page.items);
    nextCursor = page.nextCursor;
  } while (nextCursor !== null && items.length < most);
  return { items, nextCursor };
}
