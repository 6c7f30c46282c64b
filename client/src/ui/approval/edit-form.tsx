import type { EditedInput } from "../../../../shared/approval.ts";
import { createSignal, createUniqueId, For, Show } from "solid-js";
import { fieldsToEdit, inputFrom, type InputField } from "./call.ts";
import { focusNow, onEscape } from "./escape.ts";

const MOST_ROWS = 14;

/** The input of a call as fields; what is allowed is what they hold. */
export function EditForm(props: { input: unknown; allow: (input: EditedInput) => void; close: () => void }) {
  const id = createUniqueId();
  // What the agent asked for does not change while the form is open.
  // eslint-disable-next-line solid/reactivity
  const given = fieldsToEdit(props.input);
  const [fields, setFields] = createSignal<readonly InputField[]>(given);
  const [broken, setBroken] = createSignal<string>();
  const change = (key: string, text: string) => {
    setBroken(undefined);
    setFields((all) => all.map((field) => (field.key === key ? { ...field, text } : field)));
  };
  const submit = () => {
    const made = inputFrom(fields());
    if ("broken" in made) setBroken(made.broken);
    else props.allow(made.input);
  };
  return (
    <form
      class="px-4 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={onEscape(props.close)}
    >
      <div class="flex flex-col gap-2">
        <For each={given}>
          {(field, index) => (
            <div>
              <label for={`${id}-${index()}`} class="text-xs text-ink-2">
                {field.key}
                {field.isJson ? " (JSON)" : ""}
              </label>
              <textarea
                id={`${id}-${index()}`}
                class="field w-full py-1.5 font-mono !text-xs leading-5"
                rows={Math.min(MOST_ROWS, field.text.split("\n").length)}
                spellcheck={false}
                aria-invalid={broken() === field.key}
                value={field.text}
                ref={(area) => index() === 0 && focusNow(area)}
                onInput={(event) => change(field.key, event.currentTarget.value)}
              />
              <Show when={broken() === field.key}>
                <p role="alert" class="text-sm text-danger">
                  This is not JSON. Mend it, or go back.
                </p>
              </Show>
            </div>
          )}
        </For>
      </div>
      <div class="mt-3 flex flex-wrap gap-2">
        <button type="submit" class="button" data-kind="main">
          Allow with these changes
        </button>
        <button type="button" class="button" data-kind="quiet" onClick={() => props.close()}>
          Back
        </button>
      </div>
    </form>
  );
}
