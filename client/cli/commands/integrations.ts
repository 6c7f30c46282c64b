import { Command } from "commander";
import { z } from "zod";
import type { Integration } from "../../../shared/integration.ts";
import { describeIntegration } from "../../../shared/integration-line.ts";
import { usageError } from "../failure.ts";
import { print, tell, type JsonOption } from "../output.ts";
import { connect } from "../porter.ts";
import { readStdin } from "../stdin.ts";
import { jsonOption } from "../values.ts";

const Params = z.record(z.string(), z.unknown());

export const integrations = (): Command =>
  new Command("integrations")
    .description("the services that Porter works with")
    .addCommand(
      new Command("ls")
        .description("list them with their actions; ls may be left out")
        .addOption(jsonOption())
        .action(list),
      { isDefault: true },
    )
    .addCommand(
      new Command("run")
        .description("run an action and print its result as JSON")
        .argument("<integration>", "its id, such as calendar")
        .argument("<action>", "such as list_events")
        .argument("[params]", 'a JSON object such as {"query": "dentist"}; - reads it from stdin', "{}")
        .addOption(jsonOption())
        .action(runAction),
    )
    .addCommand(
      of("secret", "make a new secret for its webhook and print it; the one before is good for a day").action(
        rotateSecret,
      ),
    )
    .addCommand(of("enable", "switch it on").action(setEnabled(true)))
    .addCommand(of("disable", "switch it off").action(setEnabled(false)))
    .addCommand(
      of("reload", "set it up anew").action(async (integrationId: string, options: JsonOption) => {
        const porter = await connect();
        printOne(options, await porter.integrations.reload.mutate({ integrationId }));
      }),
    );

const of = (verb: string, does: string): Command =>
  new Command(verb).description(does).argument("<integration>", "its id").addOption(jsonOption());

const printOne = (options: JsonOption, integration: Integration) =>
  print(options, integration, describeIntegration);

async function list(options: JsonOption): Promise<void> {
  const porter = await connect();
  print(options, await porter.integrations.list.query(), ({ items }) =>
    items
      .flatMap((integration) => [
        describeIntegration(integration),
        ...integration.actions.map(({ name, title, effect }) => `  ${name}: ${title} (${effect})`),
      ])
      .join("\n"),
  );
}

async function runAction(integrationId: string, action: string, json: string): Promise<void> {
  const params = parseParams(json === "-" ? await readStdin() : json);
  const porter = await connect();
  print({ json: true }, await porter.integrations.run.mutate({ integrationId, action, params }), String);
}

function parseParams(json: string): Record<string, unknown> {
  try {
    return Params.parse(JSON.parse(json));
  } catch {
    throw usageError(`The params must be a JSON object such as {"id": 1}, not: ${json}`);
  }
}

async function rotateSecret(integrationId: string, options: JsonOption): Promise<void> {
  const porter = await connect();
  const made = await porter.integrations.rotateSecret.mutate({ integrationId });
  if (made.previousUntil)
    tell(`The secret before it is good until ${made.previousUntil.toLocaleString("sv-SE")}.`);
  print(options, made, ({ secret }) => secret);
}

function setEnabled(enabled: boolean) {
  return async (integrationId: string, options: JsonOption): Promise<void> => {
    const porter = await connect();
    printOne(options, await porter.integrations.setEnabled.mutate({ integrationId, enabled }));
  };
}
