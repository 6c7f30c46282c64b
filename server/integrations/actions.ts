import { z } from "zod";
import type { ActionInfo, JsonSchema } from "../../shared/integration.ts";
import { PorterError } from "../errors.ts";
import type { ActionDefinition, IntegrationDefinition } from "./contract.ts";

type Told = Omit<ActionInfo, "isFreeForAgents">;

/** The actions as clients and agents are told of them. */
export const describeActions = ({ actions }: IntegrationDefinition): Told[] =>
  Object.entries(actions).map(([name, { title, description, effect, params, result }]) => ({
    name,
    title,
    description,
    effect,
    params: toJsonSchema(strictly(params), "input"),
    result: toJsonSchema(result, "output"),
  }));

/** An unknown key is a slip that should be told, unless the author says otherwise. */
const strictly = (schema: z.ZodObject): z.ZodObject =>
  schema.def.catchall === undefined ? schema.strict() : schema;

/** Without words for a schema that throws: one integration's slip hides no other one. */
function toJsonSchema(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  try {
    return inWords(schema, io);
  } catch {
    return {};
  }
}

/** What JSON has no word for may be anything; Dates, which reach clients as Dates, are moments. */
function inWords(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  const { $schema: _, ...made } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override({ zodSchema, jsonSchema }) {
      if (zodSchema instanceof z.ZodDate) Object.assign(jsonSchema, { type: "string", format: "date-time" });
    },
  });
  return made;
}

/** @throws PorterError INVALID naming each wrong parameter */
export function readParams(
  name: string,
  { params }: ActionDefinition,
  given: unknown,
): Record<string, unknown> {
  const parsed = strictly(params).safeParse(given);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => ({
    // JSON has no symbols for keys.
    path: path.filter((step) => typeof step !== "symbol"),
    message,
  }));
  const told = issues.map(({ path, message }) => `${path.join(".") || "params"}: ${message}`).join("; ");
  throw new PorterError("INVALID", `These parameters do not fit the action "${name}". ${told}.`, { issues });
}

/** The integration did not keep its own word. */
export class WrongResult extends Error {
  override name = "WrongResult";
}

/** @throws WrongResult that names the places, never a value */
export function readResult({ result }: ActionDefinition, given: unknown): unknown {
  const parsed = result.safeParse(given);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map(
    ({ path, message }) => `${path.join(".") || "the result"}: ${message}`,
  );
  throw new WrongResult(places.join("; "));
}
