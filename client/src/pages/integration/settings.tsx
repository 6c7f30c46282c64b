import Download from "lucide-solid/icons/download";
import { WithCode } from "../../ui/with-code.tsx";
import type { IntegrationModel } from "./model.ts";

export function Settings(props: { model: IntegrationModel }) {
  const { model } = props;
  return (
    <div class="flex flex-col items-start gap-3 py-1.5">
      <p class="max-w-[38rem] text-ink-2">
        <WithCode
          text={`Its settings stand in \`config/home.toml\`, under \`[integrations.${model.id}]\`: its own keys, \`tick_interval\` in seconds, and \`agent_actions\`, the actions that agents may run without asking. They are read when Porter starts and when it is reloaded; variables of the environment only when Porter starts.`}
        />
      </p>
      <button
        type="button"
        class="button"
        aria-disabled={model.deeds.busy() !== undefined}
        onClick={() => model.saveDiagnostics()}
      >
        <Download size={15} aria-hidden="true" />
        Download diagnostics
      </button>
      <p class="max-w-[38rem] text-sm text-ink-3">
        What helps to find a fault, without secrets, addresses or the text of anything.
      </p>
    </div>
  );
}
