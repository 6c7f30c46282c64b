import type { Integrations as IntegrationsConfig } from "../config/integrations.ts";
import { sectionSchema } from "../config/integrations.ts";
import type { Resolved } from "../config/references.ts";
import type { IntegrationDefinition } from "./contract.ts";
import { readFailure, type Failure } from "./failure.ts";

export type Settings = {
  config: Record<string, unknown>;
  /** In ms; undefined: it has no ticks. */
  interval: number | undefined;
};

export type Given = { config: IntegrationsConfig; missingVariables: Resolved["missing"] };

/** What `[integrations.<id>]` says to this integration, or what is wrong with it. */
export function readSettings(
  definition: IntegrationDefinition,
  { config, missingVariables }: Given,
): Settings | Failure {
  const { id, name } = definition;
  const missing = missingVariables.filter(({ path }) => path[1] === id);
  if (missing.length > 0) return lacksVariables(name, missing);
  const parsed = parseSection(definition, config.sections[id] ?? {});
  if (isFailure(parsed)) return parsed;
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(
      ({ path, message }) => `${["integrations", id, ...path].join(".")}: ${message}`,
    );
    return {
      remedy: "config",
      message: `The configuration of ${name} is not complete. ${wrong.join("; ")}.`,
    };
  }
  const { tick_interval: given, agent_actions: _, ...own } = parsed.data;
  const seconds = typeof given === "number" ? given : definition.tickInterval;
  return { config: own, interval: seconds === undefined ? undefined : seconds * 1000 };
}

/** A schema is code, too. */
function parseSection(definition: IntegrationDefinition, given: Record<string, unknown>) {
  try {
    return sectionSchema(definition).safeParse(given);
  } catch (thrown) {
    return { ...readFailure(thrown), remedy: "broken" as const };
  }
}

function lacksVariables(name: string, missing: Resolved["missing"]): Failure {
  const names = [...new Set(missing.map((one) => one.name))];
  const keys = missing.map(({ path }) => path.join("."));
  const [is, takes] = names.length === 1 ? ["variable", "is"] : ["variables", "are"];
  return {
    remedy: "config",
    message: `The ${is} ${names.join(", ")} ${takes} not set; ${name} needs it for ${keys.join(", ")}.`,
    variables: names,
  };
}

export const isFailure = (given: object): given is Failure => "remedy" in given;

/** What the configuration lets agents run without asking. */
export function agentActionsOf(id: string, { sections }: IntegrationsConfig): ReadonlySet<string> {
  const given = sections[id]?.agent_actions;
  return new Set(Array.isArray(given) ? given.filter((name) => typeof name === "string") : []);
}
