import { createMemo, Match, Show, Switch } from "solid-js";
import { DiffView } from "../diff-view.tsx";
import { Fields } from "../fields.tsx";
import { toolFields, type ToolField } from "../../../../shared/tool-words.ts";
import { visible } from "../../../../shared/visible-text.ts";
import { besidesOf, descriptionOf, editOf } from "./call.ts";

/** As many lines of a command as are seen without scrolling. */
const SEEN_LINES = 14;

/** What a call would do, to look at before it is allowed: nothing of it is left out, and no character is hidden. */
export function CallPreview(props: { tool: string; input: unknown }) {
  const edit = createMemo(() => editOf(props.tool, props.input));
  const seen = (input: unknown) =>
    toolFields(input).map((field) => ({ ...field, value: visible(field.value) }));
  const fields = () => seen(props.input);
  const command = () => {
    const [first] = fields().filter(({ label }) => label === "command");
    return props.tool === "Bash" ? first?.value : undefined;
  };
  const besides = () => seen(besidesOf(props.tool, props.input));
  return (
    <Switch fallback={<Fields fields={fields()} />}>
      <Match when={edit()}>
        {(change) => (
          <>
            <p class="mb-1.5 font-mono text-xs break-all text-ink-2">{visible(change().path)}</p>
            <DiffView
              lines={change().lines.map((line) => ({ ...line, text: visible(line.text) }))}
              label={`What changes in ${change().path}`}
            />
            <Show when={change().isWhole}>
              <p class="mt-1.5 text-xs text-ink-2">
                This is the whole file; what it held before is replaced.
              </p>
            </Show>
            <Besides fields={besides()} />
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
            <Show when={words().split("\n").length > SEEN_LINES && words().split("\n").length}>
              {(lines) => <p class="mt-1.5 text-sm font-medium">{lines()} lines: scroll to read them all.</p>}
            </Show>
            <Show when={descriptionOf(props.tool, props.input)}>
              {(said) => (
                <p class="mt-1.5 text-sm break-words text-ink-2">
                  The agent says: <bdi>{visible(said())}</bdi>
                </p>
              )}
            </Show>
            <Besides fields={besides()} />
          </>
        )}
      </Match>
    </Switch>
  );
}

const Besides = (props: { fields: readonly ToolField[] }) => (
  <Show when={props.fields.length > 0}>
    <div class="mt-2">
      <Fields fields={props.fields} />
    </div>
  </Show>
);
