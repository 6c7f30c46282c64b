import { For, Show } from "solid-js";
import type { McpServerState, Session } from "../../../../shared/session.ts";
import { formatCost, formatCount } from "../../ui/money.ts";
import { permissionWords } from "../../ui/permission-words.ts";
import { exactTime } from "../../ui/time.ts";

export default function Details(props: { session: Session }) {
  const rows = (): [string, string][] => [
    ["Model", props.session.model ?? "Claude's own choice"],
    ["Folder", props.session.cwd],
    ["Permissions", permissionWords[props.session.permissionMode]],
    ["Cost", formatCost(props.session.costUsd)],
    [
      "Tokens",
      `${formatCount(props.session.usage.inputTokens)} in, ${formatCount(props.session.usage.outputTokens)} out, ${formatCount(props.session.usage.cacheReadTokens)} from the cache`,
    ],
    ["Started", exactTime(props.session.createdAt)],
    ...(props.session.origin === "imported"
      ? [["Begun in", "Claude Code, outside Porter"] satisfies [string, string]]
      : []),
    ["Session", props.session.id],
    ["Claude's session", props.session.claudeSessionId ?? "not named yet"],
  ];
  return (
    <>
      <h2 class="title text-base">Session details</h2>
      <dl class="mt-2 grid grid-cols-[7rem_1fr] gap-y-1.5 text-sm">
        <For each={rows()}>
          {([label, value]) => (
            <>
              <dt class="text-ink-3">{label}</dt>
              <dd class="min-w-0 break-words">{value}</dd>
            </>
          )}
        </For>
      </dl>
      <Show when={props.session.mcpServers.length > 0}>
        <h3 class="sign mt-4 text-ink-3">MCP servers</h3>
        <Servers servers={props.session.mcpServers} />
      </Show>
    </>
  );
}

function Servers(props: { servers: readonly McpServerState[] }) {
  return (
    <ul class="mt-1.5 flex flex-col gap-1 text-sm">
      <For each={props.servers}>
        {(server) => (
          <li class="flex items-baseline gap-2">
            <span
              class="lamp text-ink-3"
              data-aspect={server.status === "failed" ? "danger" : "done"}
              aria-hidden="true"
            />
            <span class="min-w-0 flex-1">
              {server.name}
              <Show when={server.error}>
                {(error) => <span class="block text-xs text-danger">{error()}</span>}
              </Show>
            </span>
            <span class="text-xs text-ink-3">{server.status}</span>
          </li>
        )}
      </For>
    </ul>
  );
}
