import { createSignal } from "solid-js";
import { createToldPreview } from "./told-preview.ts";
import { growWith } from "../../ui/grow.ts";
import { ToldPreview } from "../../ui/told-preview.tsx";
import type { StartModel } from "./model.ts";

/** What the agent will be told beside the prompt: to read before it starts, and to add to. */
export function StartTold(props: { model: StartModel }) {
  const [area, setArea] = createSignal<HTMLTextAreaElement>();
  growWith(area, () => props.model.instructions());
  const preview = createToldPreview(
    () => {
      const { on, prompt, profileId, instructions } = props.model;
      const taskId = on()?.taskId;
      return {
        prompt: prompt(),
        ...(taskId !== undefined && { taskId }),
        ...(profileId() && { profileId: profileId() }),
        ...(instructions() && { instructions: instructions() }),
      };
    },
    () => props.model.leaveOut(),
  );
  return (
    <div class="@md:col-span-2">
      <label for="start-instructions" class="text-sm font-semibold">
        Instructions for the whole session
      </label>
      <textarea
        ref={setArea}
        id="start-instructions"
        rows={2}
        maxlength={20_000}
        class="field grow mt-1 max-h-[30dvh]"
        value={props.model.instructions()}
        onInput={(event) => props.model.setInstructions(event.currentTarget.value)}
      />
      <ToldPreview preview={preview} leave={props.model.leave} />
    </div>
  );
}
