import { parseArgs } from "node:util";
import type { Integration, Repair } from "../../../shared/integration.ts";
import { describeIntegration } from "../../../shared/integration-line.ts";
import type { PorterClient } from "../../sdk/client.ts";
import type { Command } from "../command.ts";

type Report = Awaited<ReturnType<typeof examine>>;

/** Exits 1 when something needs a person, so that a script can watch over Porter. */
export const doctor: Command["run"] = async (args, connect) => {
  const { values } = parseArgs({ args, options: { json: { type: "boolean" } } });
  const report = await examine(connect());
  const needsYou = report.status.warnings.length + report.repairs.length > 0;
  const words = values.json ? JSON.stringify({ needsYou, ...report }, null, 2) : tell(report);
  process.stdout.write(`${words}\n`);
  return needsYou ? 1 : 0;
};

async function examine(porter: PorterClient) {
  const [status, integrations, repairs] = await Promise.all([
    porter.system.status.query(),
    porter.integrations.list.query(),
    porter.integrations.repairs.query(),
  ]);
  return { status, integrations: integrations.items, repairs: repairs.items };
}

function tell({ status, integrations, repairs }: Report): string {
  const { version, startedAt, agents, warnings } = status;
  // A repair is among the warnings, too, without its steps.
  const isRepair = (subject: string) => repairs.some(({ id }) => subject === `integrations.${id}`);
  const others = warnings.filter(({ subject }) => !isRepair(subject));
  const waiting = [
    ...others.map(({ subject, message }) => `${subject}: ${message}`),
    ...repairs.map(tellRepair),
  ];
  return [
    `Porter ${version}, up since ${moment(startedAt)}`,
    `agents: ${agents.running} of ${agents.maxConcurrent} running, ${agents.queued} queued`,
    ...integrations.flatMap(tellIntegration),
    "",
    ...(waiting.length > 0 ? ["Waits for you:", ...waiting.map((line) => `- ${line}`)] : ["All is well."]),
  ].join("\n");
}

function tellIntegration(integration: Integration): string[] {
  const { ticks } = integration;
  if (!ticks) return [describeIntegration(integration)];
  const facts = [
    ticks.lastAt ? `last tick ${moment(ticks.lastAt)}` : "no tick yet",
    ...(ticks.nextAt ? [`next ${moment(ticks.nextAt)}`] : []),
    `${ticks.done} done, ${ticks.failed} failed, ${ticks.skipped} skipped`,
  ];
  return [describeIntegration(integration), `  ${facts.join(" · ")}`];
}

function tellRepair({ what, why, steps }: Repair): string {
  return [`${what} ${why}`, ...steps.map((step) => `    ${step}`)].join("\n");
}

/** In this machine's time: 2026-03-12 17:30:00. */
const moment = (date: Date): string => date.toLocaleString("sv-SE");
