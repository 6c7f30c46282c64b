import { builtIns } from "../../server/integrations/registry.ts";
import type { ActionDefinition, IntegrationDefinition } from "../../server/integrations/contract.ts";
import { code, fieldLine, table } from "./markdown.ts";
import { requireSame } from "./require-same.ts";
import { fieldsIn, inWords, toSchema, type NamedSchemas } from "./schema-words.ts";

const AS_TASK = "as any change of a task: `tasks.undo`, `agents.undoChange`";

/** How each action that is no reading can be taken back; `describeActions` sees to it that none is left out. */
const UNDO: Record<string, string> = {
  "tasks.create": AS_TASK,
  "tasks.update": AS_TASK,
  "tasks.complete": AS_TASK,
  "calendar.create_event": "`agents.undoChange` deletes the event, unless it was changed since",
  "calendar.update_event":
    "`agents.undoChange` gives back what it had, unless it was changed since; not of a series that was moved",
  "calendar.delete_event":
    "`agents.undoChange` makes the event again; not one of a series, nor one with guests",
};

const EFFECTS = { read: "reads", change: "changes something", destroy: "takes something away" };

export function describeIntegrations(named: NamedSchemas): string {
  requireUndo();
  return builtIns.map((one) => describeIntegration(one, named)).join("\n\n");
}

function describeIntegration(one: IntegrationDefinition, named: NamedSchemas): string {
  const { id, name, description, tickInterval, canConnect, actions } = one;
  const facts = [
    tickInterval === undefined ? "no ticks" : `ticks every ${tickInterval} s`,
    ...(canConnect ? ["signs in to a service"] : []),
    ...(one.webhook ? [`webhooks at ${code(`/webhooks/${id}`)}`] : []),
    ...(Object.keys(actions).length === 0 ? ["no actions"] : []),
  ];
  return [
    `### ${name}`,
    "",
    `${description} Id ${code(id)}; ${facts.join(", ")}. Its settings: [\`[integrations.${id}]\`](#integrations${id}).`,
    ...Object.entries(actions).map(([key, action]) => `\n${describeAction(`${id}.${key}`, action, named)}`),
  ].join("\n");
}

function describeAction(path: string, action: ActionDefinition, named: NamedSchemas): string {
  const { title, description, effect, params, result } = action;
  const undo = UNDO[path];
  return [
    `**${code(path)}** ${title} · ${EFFECTS[effect]}\\\n${description}`,
    ...fieldsIn(toSchema(params, { named })).map(fieldLine),
    `- → ${code(inWords(toSchema(result, { named, io: "output" })))}`,
    ...(undo === undefined ? [] : [`- Undo: ${undo}.`]),
  ].join("\n");
}

function requireUndo(): void {
  const changing = builtIns.flatMap(({ id, actions }) =>
    Object.entries(actions).flatMap(([key, { effect }]) => (effect === "read" ? [] : [`${id}.${key}`])),
  );
  requireSame("actions that change something (UNDO)", Object.keys(UNDO), changing);
}

const WEBHOOK_CHECKS = { standard: "Standard Webhooks, with the secret of `integrations.rotateSecret`" };
/** Of those that have a check of their own. */
const OWN_CHECKS: Record<string, string> = {
  calendar: "Google's channel token; Porter sets it up by itself",
  webhook: "each hook its own: Standard Webhooks, `X-Hub-Signature-256`, or a token in a header",
  github: "`X-Hub-Signature-256` with the secret of the configuration",
};
const TAKES: Record<string, string> = {
  tasks: '`{"type": "task.create" | "task.update", "data": {…}}`',
  calendar: "push notifications of Google Calendar, with an empty body",
  webhook: "any JSON; the configuration says what becomes of it",
  github:
    "`issues.assigned`, `pull_request.review_requested`, `check_run.completed`, `workflow_run.completed`",
};

export function describeWebhooks(): string {
  const takers = builtIns.filter(({ webhook }) => webhook);
  requireSame(
    "webhooks",
    Object.keys(TAKES),
    takers.map(({ id }) => id),
  );
  const rows = takers.map(({ id, webhook }) => [
    code(`POST /webhooks/${id}`),
    webhook?.check === "standard" ? WEBHOOK_CHECKS.standard : (OWN_CHECKS[id] ?? ""),
    TAKES[id] ?? "",
    `[README](../server/integrations/${id}/README.md)`,
  ]);
  return table(["address", "checked by", "takes", ""], rows);
}
