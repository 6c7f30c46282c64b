import type { InfiniteData } from "@tanstack/solid-query";

/** A list answer of any procedure. */
type Page<T> = { items: T[]; nextCursor: string | null };
export type Pages<T> = InfiniteData<Page<T>>;

export const itemsOf = <T>(pages: Pages<T> | undefined): T[] =>
  pages?.pages.flatMap((page) => page.items) ?? [];

/** How such a list goes on, for `infiniteQueryOptions`. */
export const byCursor = { next: <C>(page: { nextCursor: C }) => page.nextCursor };

type Change<T> = { item: T; keep: boolean; compare: (a: T, b: T) => number };

const same = <T extends { id: string }>(pages: Pages<T>, next: T[][]): Pages<T> => ({
  ...pages,
  pages: pages.pages.map((page, index) => ({ ...page, items: next[index] ?? [] })),
});

/**
 * Puts a changed item where it now belongs in a loaded list, or takes it out. An item that belongs behind the last
 * loaded page is left out: the next page will bring it.
 */
export function placeItem<T extends { id: string }>(
  pages: Pages<T>,
  { item, keep, compare }: Change<T>,
): Pages<T> {
  const rest = pages.pages.map((page) => page.items.filter((other) => other.id !== item.id));
  const wasThere = pages.pages.some((page, index) => page.items.length !== rest[index]?.length);
  if (!keep) return wasThere ? same(pages, rest) : pages;
  const pageIndex = rest.findIndex((items) => items.some((other) => compare(item, other) < 0));
  const target = rest[pageIndex];
  if (target) {
    target.splice(
      target.findIndex((other) => compare(item, other) < 0),
      0,
      item,
    );
    return same(pages, rest);
  }
  const last = pages.pages.at(-1);
  if (last && last.nextCursor === null) {
    rest.at(-1)?.push(item);
    return same(pages, rest);
  }
  return wasThere ? same(pages, rest) : pages;
}
