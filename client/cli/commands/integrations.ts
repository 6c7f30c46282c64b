import { parseArgs } from "node:util";
import { z } from "zod";
import { describeIntegration } from "../../../shared/integration-line.ts";
import type { PorterClient } from "../../sdk/client.ts";
import { UsageError, type Command } from "../command.ts";

const Params = z.record(z.string(), z.unknown());

type Verb = {
  /** What stands behind it, for the message when it does not. */
  takes: string;
  least: number;
  most: number;
  run: (connect: () => PorterClient, integrationId: string, rest: string[]) => Promise<string>;
};

const VERBS: Record<string, Verb> = {
  ls: { takes: "nothing", least: 0, most: 0, run: list },
  run: { takes: "<id> <action> [json]", least: 2, most: 3, run: runAction },
  secret: { takes: "<id>", least: 1, most: 1, run: rotateSecret },
  enable: { takes: "<id>", least: 1, most: 1, run: setEnabled(true) },
  disable: { takes: "<id>", least: 1, most: 1, run: setEnabled(false) },
  reload: {
    takes: "<id>",
    least: 1,
    most: 1,
    run: async (connect, integrationId) =>
      describeIntegration(await connect().integrations.reload.mutate({ integrationId })),
  },
};

export const integrations: Command["run"] = async (args, connect) => {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  const [name = "ls", ...given] = positionals;
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (!verb) throw new UsageError(`There is no "integrations ${name}".`);
  if (given.length < verb.least || given.length > verb.most) {
    throw new UsageError(`"integrations ${name}" takes ${verb.takes}, not "${given.join(" ")}".`);
  }
  const [integrationId = "", ...rest] = given;
  process.stdout.write(`${await verb.run(connect, integrationId, rest)}\n`);
  return 0;
};

async function list(connect: () => PorterClient): Promise<string> {
  const { items } = await connect().integrations.list.query();
  return items
    .flatMap((integration) => [
      describeIntegration(integration),
      ...integration.actions.map(({ name, title, effect }) => `  ${name}: ${title} (${effect})`),
    ])
    .join("\n");
}

async function runAction(
  connect: () => PorterClient,
  integrationId: string,
  rest: string[],
): Promise<string> {
  const [action = "", json = "{}"] = rest;
  const params = parseParams(json);
  const result = await connect().integrations.run.mutate({ integrationId, action, params });
  return JSON.stringify(result, null, 2);
}

function parseParams(json: string): Record<string, unknown> {
  try {
    return Params.parse(JSON.parse(json));
  } catch {
    throw new UsageError(`The params must be a JSON object such as {"id": 1}, not: ${json}`);
  }
}

async function rotateSecret(connect: () => PorterClient, integrationId: string): Promise<string> {
  const { secret, previousUntil } = await connect().integrations.rotateSecret.mutate({ integrationId });
  if (previousUntil) {
    process.stderr.write(`The secret before it is good until ${previousUntil.toLocaleString("sv-SE")}.\n`);
  }
  return secret;
}

function setEnabled(enabled: boolean): Verb["run"] {
  return async (connect, integrationId) =>
    describeIntegration(await connect().integrations.setEnabled.mutate({ integrationId, enabled }));
}
