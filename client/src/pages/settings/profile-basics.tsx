import { onMount } from "solid-js";
import { effortWords, efforts } from "../../ui/effort-words.ts";
import { permissionModes, permissionWords } from "../../ui/permission-words.ts";
import { Area, Choice, Line } from "./form-fields.tsx";
import { fieldOf, type ProfileFields } from "./profiles-form-model.ts";

/** Who it is: its name, what it is told, where and as what it works. */
export function ProfileBasics(props: { fields: ProfileFields }) {
  // The form is one for the life of the editor.
  // eslint-disable-next-line solid/reactivity
  const { fields } = props;
  return (
    <>
      <Line
        label="Name"
        isWide
        ref={(input) => onMount(() => input.focus())}
        required
        maxlength={100}
        {...fieldOf(fields, "name")}
      />
      <Area
        label="Instructions"
        isWide
        help="Told to the agent beside its task."
        {...fieldOf(fields, "instructions")}
      />
      <Line
        label="Folder"
        help="Inside one that the configuration allows."
        isCode
        spellcheck={false}
        placeholder="As configured"
        {...fieldOf(fields, "cwd")}
      />
      <Choice
        label="Permissions"
        words={permissionWords}
        values={permissionModes}
        {...fieldOf(fields, "permissionMode")}
      />
      <Line
        label="Model"
        help="A name that your Claude knows, such as sonnet."
        spellcheck={false}
        placeholder="As configured"
        {...fieldOf(fields, "model")}
      />
      <Choice label="Effort" words={effortWords} values={efforts} {...fieldOf(fields, "effort")} />
    </>
  );
}
