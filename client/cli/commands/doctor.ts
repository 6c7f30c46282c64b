import { parseArgs } from "node:util";
import { TRPCClientError } from "@trpc/client";
import type { Check } from "../../../shared/check.ts";
import { porterErrorOf } from "../../../shared/errors.ts";
import type { Integration, Repair } from "../../../shared/integration.ts";
import { describeIntegration } from "../../../shared/integration-line.ts";
import { isLoopback } from "../../../shared/loopback.ts";
import type { PorterClient } from "../../sdk/client.ts";
import type { Command } from "../command.ts";
import { checkHere, checkPublicAddress } from "../local-checks.ts";

/** What the server says of itself. */
type Told = Awaited<ReturnType<typeof ask>>;
type Report = { checks: Check[]; told: Told | undefined };

/**
 * Exits 1 when something needs a person, so that a script can watch over Porter. Also looks at what can be seen
 * without a server, when it is on this machine.
 */
export const doctor: Command["run"] = async (args, connect) => {
  const { values } = parseArgs({ args, options: { json: { type: "boolean" } } });
  const report = await examine(connect);
  const { checks, told } = report;
  const { status = null, integrations = [], repairs = [] } = told ?? {};
  const needsYou =
    (status?.warnings.length ?? 0) + repairs.length > 0 || checks.some(({ todo }) => todo !== null);
  const words = values.json
    ? JSON.stringify({ needsYou, checks, status, integrations, repairs }, null, 2)
    : tell(report, needsYou);
  process.stdout.write(`${words}\n`);
  return needsYou ? 1 : 0;
};

async function examine(connect: () => PorterClient): Promise<Report> {
  const elsewhere = process.env["PORTER_API_URL"];
  if (elsewhere && URL.canParse(elsewhere) && !isLoopback(new URL(elsewhere).hostname))
    return { checks: [], told: await ask(connect()) };

  const asked = await askOrSay(connect);
  const checks = [asked.check, ...(await checkHere(asked.isRunning))];
  const origin = asked.told?.status.publicOrigin;
  if (origin !== undefined && !isLoopback(new URL(origin).hostname))
    checks.push(await checkPublicAddress(origin));
  return { checks, told: asked.told };
}

async function ask(porter: PorterClient) {
  const [status, integrations, repairs] = await Promise.all([
    porter.system.status.query(),
    porter.integrations.list.query(),
    porter.integrations.repairs.query(),
  ]);
  return { status, integrations: integrations.items, repairs: repairs.items };
}

type Asked = { check: Check; told: Told | undefined; isRunning: boolean };

async function askOrSay(connect: () => PorterClient): Promise<Asked> {
  const check = (finding: string, todo: string | null): Check => ({
    id: "server",
    title: "Server",
    finding,
    todo,
  });
  const start = "Start Porter: bun start.";
  try {
    const told = await ask(connect());
    return { check: check("It answers.", null), told, isRunning: true };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const refusal = porterErrorOf(error);
    if (!refusal) {
      const words = error instanceof TRPCClientError ? `It does not answer: ${message}` : message;
      return { check: check(words, start), told: undefined, isRunning: false };
    }
    const todo =
      refusal.code === "UNAUTHORIZED"
        ? "Unset PORTER_TOKEN, or set it to the token of the Porter that answers."
        : "Look at Porter's log.";
    return { check: check(`It answers: ${refusal.message}`, todo), told: undefined, isRunning: true };
  }
}

function tell({ checks, told }: Report, needsYou: boolean): string {
  const mark = ({ todo }: Check) => (todo === null ? "ok" : "!!");
  return [
    ...(told ? tellServer(told) : []),
    ...checks.map((check) => `${mark(check)}  ${check.title}: ${check.finding}`),
    "",
    ...(needsYou ? ["Waits for you:", ...tellWaiting(checks, told)] : ["All is well."]),
  ].join("\n");
}

function tellServer({ status, integrations }: Told): string[] {
  const { version, startedAt, agents } = status;
  return [
    `Porter ${version}, up since ${moment(startedAt)}`,
    `agents: ${agents.running} of ${agents.maxConcurrent} running, ${agents.queued} queued`,
    ...integrations.flatMap(tellIntegration),
    "",
  ];
}

function tellWaiting(checks: Check[], told: Told | undefined): string[] {
  const { warnings = [] } = told?.status ?? {};
  const { repairs = [] } = told ?? {};
  // A repair is among the warnings, too, without its steps.
  const isRepair = (subject: string) => repairs.some(({ id }) => subject === `integrations.${id}`);
  const others = warnings.filter(({ subject }) => !isRepair(subject));
  return [
    ...checks.flatMap(({ title, todo }) => (todo === null ? [] : [`${title}: ${todo}`])),
    ...others.map(({ subject, message }) => `${subject}: ${message}`),
    ...repairs.map(tellRepair),
  ].map((line) => `- ${line}`);
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
