import { createEffect, createSignal, onCleanup, type Accessor } from "solid-js";
import type { ParsedTask } from "../../../../shared/task.ts";
import { api } from "../../api/options.ts";

/** After so many ms without a key the line is read. */
const REST_MS = 120;
const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What the server understands of a line that is being typed. While it cannot be asked there is none. */
export function createPreview(text: Accessor<string>): Accessor<ParsedTask | undefined> {
  const [parsed, setParsed] = createSignal<ParsedTask>();
  createEffect(() => {
    const line = text().trim();
    if (line === "") {
      setParsed(undefined);
      return;
    }
    let isStale = false;
    const timer = setTimeout(() => {
      api.tasks.parse.query({ text: line, timeZone }).then(
        (answer) => isStale || setParsed(answer),
        () => isStale || setParsed(undefined), // It is a help only: the line itself is not lost.
      );
    }, REST_MS);
    onCleanup(() => {
      isStale = true;
      clearTimeout(timer);
    });
  });
  return parsed;
}
