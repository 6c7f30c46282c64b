import { createMemo, Match, Show, Switch } from "solid-js";
import { DiffView } from "../diff-view.tsx";
import { Fields } from "../fields.tsx";
import { toolFields } from "../tool-words.ts";
import { descriptionOf, editOf } from "./call.ts";

/** What a call would do, to look at before it is allowed. */
export function CallPreview(props: { tool: string; input: unknown }) {
  const edit = createMemo(() => editOf(props.tool, props.input));
  const fields = () => toolFields(props.input);
  const command = () => {
    const [first] = fields().filter(({ label }) => label === "command");
    return props.tool === "Bash" ? first?.value : undefined;
  };
  return (
    <Switch fallback={<Fields fields={fields()} />}>
      <Match when={edit()}>
        {(change) => (
          <>
            <p class="mb-1.5 font-mono text-xs break-all text-ink-2">{change().path}</p>
            <DiffView lines={change().lines} label={`What changes in ${change().path}`} />
            <Show when={change().isWhole}>
              <p class="mt-1.5 text-xs text-ink-2">
                This is the whole file; what it held before is replaced.
              </p>
            </Show>
          </>
        )}
      </Match>
      <Match when={command()}>
        {(words) => (
          <>
            <pre
              tabindex="0"
              class="max-h-72 overflow-auto rounded-md border border-line bg-sheet px-3 py-2 font-mono text-xs leading-5 break-words whitespace-pre-wrap"
            >
              {words()}
            </pre>
            <Show when={descriptionOf(props.tool, props.input)}>
              {(said) => <p class="mt-1.5 text-sm text-ink-2">The agent says: {said()}</p>}
            </Show>
          </>
        )}
      </Match>
    </Switch>
  );
}
