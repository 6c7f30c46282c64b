import { onMount } from "solid-js";
import { effortWords, efforts } from "../../ui/effort-words.ts";
import { permissionModes, permissionWords } from "../../ui/permission-words.ts";
import { Area, Choice, Labelled } from "./form-fields.tsx";
import type { ProfileFields } from "./profiles-form-model.ts";

/** Who it is: its name, what it is told, where and as what it works. */
export function ProfileBasics(props: { fields: ProfileFields }) {
  // The form is one for the life of the editor.
  // eslint-disable-next-line solid/reactivity
  const { form, set } = props.fields;
  const text = (key: "name" | "model" | "cwd") => ({
    get value() {
      return form()[key];
    },
    onInput: (event: InputEvent & { currentTarget: HTMLInputElement }) => set(key, event.currentTarget.value),
  });
  return (
    <>
      <Labelled label="Name" isWide>
        {(field) => (
          <input
            ref={(input) => onMount(() => input.focus())}
            id={field}
            class="field mt-1"
            required
            maxlength={100}
            {...text("name")}
          />
        )}
      </Labelled>
      <Labelled label="Instructions" isWide help="Told to the agent beside its task.">
        {(field) => (
          <Area id={field} value={form().instructions} change={(value) => set("instructions", value)} />
        )}
      </Labelled>
      <Labelled label="Folder" help="Inside one that the configuration allows.">
        {(field) => (
          <input
            id={field}
            class="field mt-1 font-mono !text-[0.8125rem]"
            spellcheck={false}
            placeholder="As configured"
            {...text("cwd")}
          />
        )}
      </Labelled>
      <Labelled label="Permissions">
        {(field) => (
          <Choice
            id={field}
            value={form().permissionMode}
            words={permissionWords}
            values={permissionModes}
            change={(value) => set("permissionMode", value)}
          />
        )}
      </Labelled>
      <Labelled label="Model" help="A name that your Claude knows, such as sonnet.">
        {(field) => (
          <input
            id={field}
            class="field mt-1"
            spellcheck={false}
            placeholder="As configured"
            {...text("model")}
          />
        )}
      </Labelled>
      <Labelled label="Effort">
        {(field) => (
          <Choice
            id={field}
            value={form().effort}
            words={effortWords}
            values={efforts}
            change={(value) => set("effort", value)}
          />
        )}
      </Labelled>
    </>
  );
}
