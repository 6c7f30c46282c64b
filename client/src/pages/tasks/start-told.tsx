import type { LeavablePart } from "../../../../shared/told.ts";
import { createToldPreview } from "../../actions/told-preview.ts";
import { ToldPreview } from "../../ui/told-preview.tsx";

/** What the agent will be told beside the prompt, to read before it starts. */
export default function StartTold(props: {
  taskId: string;
  prompt: string;
  leaveOut: readonly LeavablePart[];
  leave: (kind: LeavablePart, isLeftOut: boolean) => void;
}) {
  const preview = createToldPreview(
    () => ({ taskId: props.taskId, prompt: props.prompt }),
    () => props.leaveOut,
  );
  return <ToldPreview preview={preview} leave={props.leave} />;
}
