import { For } from "solid-js";
import { partWords } from "../../ui/told-words.ts";
import { Check } from "./form-fields.tsx";
import type { ProfileFields } from "./profiles-form-model.ts";

/** Its own instructions are what a profile is made for: they are left out only where one session is started. */
const leavable = ["integrations", "calendar", "task", "earlier"] as const;

/** Which parts of what Porter knows its sessions are told. */
export function ProfileTold(props: { fields: ProfileFields }) {
  // The form is one for the life of the editor.
  // eslint-disable-next-line solid/reactivity
  const { form, set } = props.fields;
  return (
    <fieldset class="sm:col-span-2">
      <legend class="text-sm font-semibold">What its sessions are told of</legend>
      <div class="mt-1 grid gap-x-4 sm:grid-cols-2">
        <For each={leavable}>
          {(part) => (
            <Check
              checked={!form().leftOut.includes(part)}
              change={(isTold) => {
                const others = form().leftOut.filter((other) => other !== part);
                set("leftOut", isTold ? others : [...others, part]);
              }}
            >
              {partWords[part]}
            </Check>
          )}
        </For>
      </div>
    </fieldset>
  );
}
