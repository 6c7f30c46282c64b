import type { IntegrationState } from "../../../shared/integration.ts";
import { stateLook } from "./integration-words.ts";

/** An integration's state as a signal; a word must stand beside it. */
const IntegrationLamp = (props: { state: IntegrationState }) => (
  <span
    aria-hidden="true"
    class={`lamp ${stateLook(props.state).ink}`}
    data-aspect={stateLook(props.state).aspect}
  />
);

export const IntegrationLampWithWord = (props: { state: IntegrationState }) => (
  <span class={`inline-flex items-center gap-2 text-sm font-medium ${stateLook(props.state).ink}`}>
    <IntegrationLamp state={props.state} />
    {stateLook(props.state).word}
  </span>
);
