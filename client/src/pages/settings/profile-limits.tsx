import { For, Show } from "solid-js";
import { Area, Check, Labelled } from "./form-fields.tsx";
import type { ProfileFields } from "./profiles-form-model.ts";

/** What it may use: tools, money, MCP servers, and whether in a folder of its own. */
export function ProfileLimits(props: { fields: ProfileFields; servers: readonly string[] }) {
  // The form is one for the life of the editor.
  // eslint-disable-next-line solid/reactivity
  const { form, set } = props.fields;
  return (
    <>
      <Labelled label="Tools without asking" help="One rule a line: Bash(git status:*)">
        {(field) => (
          <Area
            id={field}
            isCode
            value={form().allowedTools}
            change={(value) => set("allowedTools", value)}
          />
        )}
      </Labelled>
      <Labelled label="Tools never used" help="Denied in every mode.">
        {(field) => (
          <Area id={field} isCode value={form().deniedTools} change={(value) => set("deniedTools", value)} />
        )}
      </Labelled>
      <Labelled label="Budget in US dollars">
        {(field) => (
          <input
            id={field}
            class="field mt-1"
            type="number"
            min="0.01"
            max="10000"
            step="0.01"
            placeholder="As configured"
            value={form().budgetUsd}
            onInput={(event) => set("budgetUsd", event.currentTarget.value)}
          />
        )}
      </Labelled>
      <div class="flex flex-col gap-1">
        <Check checked={form().worktree} change={(isOn) => set("worktree", isOn)}>
          A git worktree for each session
        </Check>
        <Show when={props.servers.length > 0}>
          <Check checked={form().allServers} change={(isOn) => set("allServers", isOn)}>
            All MCP servers
          </Check>
        </Show>
        <Show when={!form().allServers}>
          <div role="group" aria-label="MCP servers" class="ml-6 flex flex-col">
            <For each={props.servers}>
              {(server) => (
                <Check
                  checked={form().mcpServers.includes(server)}
                  change={(isOn) => {
                    const others = form().mcpServers.filter((other) => other !== server);
                    set("mcpServers", isOn ? [...others, server] : others);
                  }}
                >
                  {server}
                </Check>
              )}
            </For>
          </div>
        </Show>
      </div>
    </>
  );
}
