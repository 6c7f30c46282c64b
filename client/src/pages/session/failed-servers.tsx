import { For } from "solid-js";
import type { Session } from "../../../../shared/session.ts";

/** Why tools are missing in this conversation. */
export default function FailedServers(props: { servers: Session["mcpServers"] }) {
  return (
    <div class="mb-4 flex gap-3 rounded-lg border border-brass-line bg-brass-soft px-4 py-2.5 text-sm">
      <span class="lamp mt-1.5" data-aspect="caution" aria-hidden="true" />
      <div class="min-w-0">
        <For each={props.servers}>
          {(server) => (
            <p class="break-words text-ink-2">
              The MCP server <span class="font-semibold text-ink">{server.name}</span> did not start, so its
              tools are missing here. {server.error}
            </p>
          )}
        </For>
      </div>
    </div>
  );
}
