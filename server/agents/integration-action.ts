import { z } from "zod";
import { RunAction } from "../../shared/integration.ts";
import { actionRule, INTEGRATION_TOOL as TOOL } from "../../shared/permission-scope.ts";

/** Takes all that the tool takes (mcp/tools/integrations.ts). */
const Input = z.object({
  integration_id: RunAction.shape.integrationId,
  action_name: RunAction.shape.action,
  params: RunAction.shape.params,
});

type ToolCall = { tool: string; input: unknown };

/** The action that a tool call runs; undefined for another tool, and for input that the tool refuses. */
export function actionIn({ tool, input }: ToolCall): RunAction | undefined {
  const parsed = tool === TOOL ? Input.safeParse(input).data : undefined;
  return (
    parsed && { integrationId: parsed.integration_id, action: parsed.action_name, params: parsed.params }
  );
}

/** The tool call that runs an action. */
export function callOf({ integrationId, action, params }: RunAction): ToolCall {
  return { tool: TOOL, input: { integration_id: integrationId, action_name: action, params } };
}

/** Whether it is the same action with the same params. */
export function isSameRun(one: RunAction, other: RunAction): boolean {
  return Bun.deepEquals(
    { ...one, params: one.params ?? {} },
    { ...other, params: other.params ?? {} },
    true, // Strict: what the owner has not seen is another call.
  );
}

/** The widest that a call can be allowed as: its tool, and of the integrations one action of one. */
export function permissionOf(call: ToolCall): string {
  const run = actionIn(call);
  return run ? actionRule(run.integrationId, run.action) : call.tool;
}
