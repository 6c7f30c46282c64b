import { createEffect, createSignal, on, onCleanup, type Accessor } from "solid-js";
import type { SearchResult } from "../../../shared/search.ts";
import { api } from "../api/options.ts";

/** Letters that follow each other faster than this are one question. In ms. */
const REST_MS = 60;

type Answer = { text: string; result: SearchResult; error?: unknown };
const nothing: SearchResult = { hits: [], corrected: [] };

/**
 * The server's hits for a text. The last ones stay until the next are there, so that the list does not jump; an answer
 * that is overtaken by a newer question is dropped.
 */
export function createSearch(text: Accessor<string>) {
  const [answer, setAnswer] = createSignal<Answer>({ text: "", result: nothing });

  createEffect(
    on(text, (asked) => {
      if (asked === "") return setAnswer({ text: "", result: nothing });
      const abort = new AbortController();
      const timer = setTimeout(() => void ask(asked, abort.signal), REST_MS);
      onCleanup(() => {
        clearTimeout(timer);
        abort.abort();
      });
    }),
  );

  async function ask(asked: string, signal: AbortSignal): Promise<void> {
    try {
      const result = await api.search.query.queryOptions({ text: asked, limit: 6 }).queryFn({ signal });
      if (!signal.aborted) setAnswer({ text: asked, result });
    } catch (error) {
      if (!signal.aborted) setAnswer({ text: asked, result: nothing, error });
    }
  }

  return {
    hits: () => answer().result.hits,
    corrected: () => answer().result.corrected,
    error: () => answer().error,
    /** The hits that are shown are not yet those of the text. */
    isBehind: () => answer().text !== text(),
  };
}
