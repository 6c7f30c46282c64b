import { createMemo, Match, Show, Switch } from "solid-js";
import { descriptionOf, editOf } from "../../ui/approval/call.ts";
import { ChangedNote } from "../../ui/approval/changed-note.tsx";
import { DiffView } from "../../ui/diff-view.tsx";
import { Fields } from "../../ui/fields.tsx";
import { ToolOutput } from "../../ui/tool-output.tsx";
import { toolFields } from "../../../../shared/tool-words.ts";
import type { Entry, EntrySession } from "./entries.ts";
import { Nested } from "./nested.tsx";
import { inputOf } from "./tool-card-input.ts";

/** Tools whose calls have a sub-agent below them, by the CLI's names of them, old and new. */
const SUBAGENTS = new Set(["Task", "Agent"]);

/** What a call was given and what came of it. */
export default function ToolBody(props: { entry: Extract<Entry, { kind: "tool" }>; session: EntrySession }) {
  const input = () => inputOf(props.entry);
  const edit = createMemo(() => editOf(props.entry.use.name, input()));
  const fields = createMemo(() => toolFields(input()));
  const command = () =>
    props.entry.use.name === "Bash" ? fields().find(({ label }) => label === "command")?.value : undefined;
  return (
    <div class="flex flex-col gap-3 px-3 pt-1 pb-3">
      <Switch fallback={<Fields fields={fields()} />}>
        <Match when={edit()}>
          {(change) => (
            <div>
              <p class="mb-1.5 font-mono text-xs break-all text-ink-2">{change().path}</p>
              <DiffView lines={change().lines} label={`What changes in ${change().path}`} />
            </div>
          )}
        </Match>
        <Match when={command() !== undefined}>
          <Show when={descriptionOf("Bash", input())}>
            {(said) => <p class="text-sm text-ink-2">{said()}</p>}
          </Show>
          <Show when={!props.entry.result}>
            <ToolOutput text="" label="Command" isError={false} command={command()} />
          </Show>
        </Match>
        <Match when={fields().length === 0}>
          <p class="text-xs text-ink-3">Called without input.</p>
        </Match>
      </Switch>
      <Show when={props.entry.approval?.editedInput}>
        {(edited) => <ChangedNote asked={props.entry.use.input} edited={edited()} />}
      </Show>
      <Show when={SUBAGENTS.has(props.entry.use.name)}>
        <Nested session={props.session} parentToolUseId={props.entry.use.id} />
      </Show>
      <Show when={props.entry.result}>
        {(result) => (
          <div>
            <p class={`text-xs leading-5 ${result().isError ? "font-semibold text-danger" : "text-ink-3"}`}>
              {result().isError ? "Error" : "Result"}
            </p>
            <ToolOutput
              text={result().text}
              label={result().isError ? "Error" : "Result"}
              isError={result().isError}
              command={command()}
            />
          </div>
        )}
      </Show>
      <Show when={props.entry.approval?.message}>
        {(message) => <p class="text-sm text-ink-2">You said: {message()}</p>}
      </Show>
    </div>
  );
}
