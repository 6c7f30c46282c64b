import ArrowLeft from "lucide-solid/icons/arrow-left";
import Info from "lucide-solid/icons/info";
import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import type { McpServerState, Session } from "../../../../shared/session.ts";
import type { Task } from "../../../../shared/task.ts";
import { SessionMenu } from "../../shell/session-menu.tsx";
import { TagNumber } from "../../ui/glyphs.tsx";
import { formatCost, formatCount } from "../../ui/money.ts";
import { permissionWords } from "../../ui/permission-words.ts";
import { Popover } from "../../ui/popover.tsx";
import { exactTime } from "../../ui/time.ts";
import { AboutButton } from "./about/about-button.tsx";
import { Gauge } from "./gauge.tsx";
import { StatusWord } from "./status-word.tsx";

export function SessionHeader(props: { session: Session; task: Task | undefined }) {
  return (
    <div class="flex flex-none items-center gap-2 border-b border-line bg-paper py-2 pr-2 pl-2 md:px-5">
      <A href="/agents" class="icon-button" aria-label="Back to the agents">
        <ArrowLeft size={18} aria-hidden="true" />
      </A>
      <div class="min-w-0 flex-1">
        <h1 class="title truncate text-lg leading-6">{props.session.title}</h1>
        <div class="flex min-h-5 items-center gap-2.5">
          <span role="status" class="flex-none">
            <StatusWord session={props.session} />
          </span>
          <Show when={props.task}>
            {(task) => (
              <A
                href={`/tasks/${task().id}`}
                class="flex min-w-0 items-center gap-1.5 text-sm text-ink-2 hover:text-ink"
              >
                <span class="sr-only">Task</span>
                <TagNumber number={task().number} />
                <span class="hidden truncate sm:inline">{task().title}</span>
              </A>
            )}
          </Show>
        </div>
      </div>
      <Gauge session={props.session} />
      <AboutButton session={props.session} />
      <Popover
        label="Session details"
        name="Session details"
        buttonClass="icon-button"
        class="w-[min(24rem,calc(100vw-1rem))] p-4"
        button={<Info size={17} aria-hidden="true" />}
      >
        {() => <Details session={props.session} />}
      </Popover>
      <SessionMenu session={props.session} />
    </div>
  );
}

function Details(props: { session: Session }) {
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
