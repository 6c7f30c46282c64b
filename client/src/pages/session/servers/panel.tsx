import { For, Show } from "solid-js";
import type { SessionServer } from "../../../../../shared/mcp-control.ts";
import type { Session } from "../../../../../shared/session.ts";
import { explain } from "../../../api/errors.ts";
import { Answered } from "../../../ui/answered.tsx";
import { Keyed } from "../../../ui/keyed.tsx";
import { Toggle } from "../../../ui/toggle.tsx";
import { createServersModel } from "./model.ts";
import { aspectOf, processWords, statusOf } from "./words.ts";

/** The MCP servers of the session: how they stand, what they can do, on and off. */
export default function ServersPanel(props: { session: Session }) {
  const model = createServersModel(() => props.session);
  return (
    <Answered query={model.query} explain={explain} problem="The MCP servers could not be loaded" rows={3}>
      {(found) => (
        <>
          <p class="text-sm text-ink-2">{processWords(found().process)}</p>
          <ul class="mt-2 flex flex-col gap-2" aria-label="MCP servers">
            <Keyed each={found().items} by={(server) => server.name}>
              {(server) => (
                <Server
                  server={server()}
                  isOn={model.isOn(server())}
                  isBusy={model.isBusy(server().name)}
                  canRestart={found().process !== null && !server().isOwn && server().isOn}
                  turn={(on) => model.turn(server().name, on)}
                  restart={() => model.restart(server().name)}
                />
              )}
            </Keyed>
          </ul>
        </>
      )}
    </Answered>
  );
}

function Server(props: {
  server: SessionServer;
  isOn: boolean;
  isBusy: boolean;
  canRestart: boolean;
  turn: (on: boolean) => void;
  restart: () => void;
}) {
  const state = () => ({ isOn: props.isOn, status: props.server.status });
  const count = () => props.server.tools.length;
  return (
    <li class="text-sm" aria-busy={props.isBusy}>
      <div class="flex min-h-9 items-center gap-2 pointer-coarse:min-h-11">
        <span class="lamp text-ink-3" data-aspect={aspectOf(state())} aria-hidden="true" />
        <span class="min-w-0 flex-1 truncate">
          <span class="font-medium">{props.server.name}</span>{" "}
          <span class="text-xs text-ink-3">{statusOf(state())}</span>
        </span>
        <Show when={props.canRestart}>
          <button
            type="button"
            class="button flex-none"
            data-kind="quiet"
            aria-label={`Restart ${props.server.name}`}
            disabled={props.isBusy}
            onClick={() => props.restart()}
          >
            Restart
          </button>
        </Show>
        <Show when={!props.server.isOwn} fallback={<span class="text-xs text-ink-3">always on</span>}>
          <Toggle label={`${props.server.name} for this session`} isOn={props.isOn} change={props.turn} />
        </Show>
      </div>
      <Show when={props.isOn && props.server.error}>
        {(error) => <p class="text-xs break-words text-danger">{error()}</p>}
      </Show>
      <Show when={count() > 0}>
        <details>
          <summary class="text-xs text-ink-2 hover:text-ink pointer-coarse:py-3.5">
            {count()} {count() === 1 ? "tool" : "tools"}
          </summary>
          <ul class="mt-1 flex flex-col gap-0.5 pl-4 text-xs">
            <For each={props.server.tools}>
              {(tool) => (
                <li class="break-words">
                  <span class="font-mono">{tool.name}</span>{" "}
                  <span class="text-ink-3">{tool.description}</span>
                </li>
              )}
            </For>
          </ul>
        </details>
      </Show>
    </li>
  );
}
