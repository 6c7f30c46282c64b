import { z } from "zod";
import type { PorterClient } from "../../client/sdk/client.ts";
import { RunAction } from "../../shared/integration.ts";
import type { Toolbox } from "../toolbox.ts";

const { integrationId, action, params } = RunAction.shape;

export function register(tools: Toolbox, client: PorterClient): void {
  tools.add({
    name: "list_integrations",
    title: "List integrations",
    description: "Lists the services that Porter is connected to. An empty list means that none is enabled.",
    kind: { readOnly: true },
    input: z.strictObject({}),
    output: z.object({ integrations: z.array(z.object({ id: z.string() })) }),
    run: async () => ({ integrations: (await client.integrations.list.query()).items }),
  });

  tools.add({
    name: "integration_action",
    title: "Use an integration",
    description: "Runs an action of an integration. list_integrations shows which there are.",
    kind: { readOnly: false, destructive: true, openWorld: true },
    input: z.strictObject({ integration_id: integrationId, action_name: action, params }),
    output: z.object({ result: z.unknown() }),
    hints: { NOT_FOUND: "Use list_integrations to see what there is; do not try other names." },
    run: async (input) => ({
      result: await client.integrations.run.mutate({
        integrationId: input.integration_id,
        action: input.action_name,
        params: input.params,
      }),
    }),
  });
}
