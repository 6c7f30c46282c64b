import { For, Show } from "solid-js";
import { Area, Check, Line } from "./form-fields.tsx";
import { fieldOf, type ProfileFields } from "./profiles-form-model.ts";

/** What it may use: tools, money, MCP servers, and whether in a folder of its own. */
export function ProfileLimits(props: { fields: ProfileFields; servers: readonly string[] }) {
  // The form is one for the life of the editor.
  // eslint-disable-next-line solid/reactivity
  const { fields } = props;
  const { form, set } = fields;
  return (
    <>
      <Area
        label="Tools without asking"
        help="One rule a line: Bash(git status:*)"
        isCode
        {...fieldOf(fields, "allowedTools")}
      />
      <Area
        label="Tools never used"
        help="Denied in every mode."
        isCode
        {...fieldOf(fields, "deniedTools")}
      />
      <Line
        label="Budget in US dollars"
        type="number"
        min="0.01"
        max="10000"
        step="0.01"
        placeholder="As configured"
        {...fieldOf(fields, "budgetUsd")}
      />
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
