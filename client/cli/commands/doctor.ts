import { Command } from "commander";
import type { Check } from "../../../shared/check.ts";
import type { Integration, Repair } from "../../../shared/integration.ts";
import { describeIntegration } from "../../../shared/integration-line.ts";
import { isLoopback } from "../../../shared/loopback.ts";
import type { PorterClient } from "../../sdk/client.ts";
import { failureOf } from "../failure.ts";
import { print, type JsonOption } from "../output.ts";
import { connect } from "../porter.ts";
import { jsonOption } from "../values.ts";

/** What the server says of itself. */
type Told = Awaited<ReturnType<typeof ask>>;
type Report = { checks: Check[]; told: Told | undefined };

export const doctor = (): Command =>
  new Command("doctor")
    .description(
      "say how Porter is and what waits for you, also when it does not run; exits 1 when something does",
    )
    .addOption(jsonOption())
    .action(examineAndTell);

/**
 * Exits 1 when something needs a person, so that a script can watch over Porter. Also looks at what can be seen
 * without a server, when it is on this machine.
 */
async function examineAndTell(options: JsonOption): Promise<void> {
  const { checks, told } = await examine();
  const { status = null, integrations = [], repairs = [] } = told ?? {};
  const needsYou =
    (status?.warnings.length ?? 0) + repairs.length > 0 || checks.some(({ todo }) => todo !== null);
  print(options, { needsYou, checks, status, integrations, repairs }, inWords);
  if (needsYou) process.exitCode = 1;
}

async function examine(): Promise<Report> {
  const elsewhere = process.env["PORTER_API_URL"];
  if (elsewhere && URL.canParse(elsewhere) && !isLoopback(new URL(elsewhere).hostname))
    return { checks: [], told: await ask(await connect()) };

  const { checkHere, checkPublicAddress } = await import("../local-checks.ts");
  const asked = await askOrSay();
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

async function askOrSay(): Promise<Asked> {
  const check = (finding: string, todo: string | null): Check => ({
    id: "server",
    title: "Server",
    finding,
    todo,
  });
  const isDown = (error: unknown): Asked => ({
    check: check(failureOf(error).message, "Start Porter: bun start."),
    told: undefined,
    isRunning: false,
  });
  let porter: PorterClient;
  try {
    porter = await connect();
  } catch (error) {
    return isDown(error);
  }
  try {
    return { check: check("It answers.", null), told: await ask(porter), isRunning: true };
  } catch (error) {
    const { code, message } = failureOf(error);
    if (code === "UNREACHABLE" || code === "FAILED") return isDown(error);
    const todo =
      code === "UNAUTHORIZED"
        ? "Unset PORTER_TOKEN, or set it to the token of the Porter that answers."
        : "Look at Porter's log.";
    return { check: check(`It answers: ${message}`, todo), told: undefined, isRunning: true };
  }
}

type Answer = Pick<Report, "checks"> & {
  needsYou: boolean;
  status: Told["status"] | null;
  integrations: Integration[];
  repairs: Repair[];
};

function inWords({ needsYou, checks, status, integrations, repairs }: Answer): string {
  const mark = ({ todo }: Check) => (todo === null ? "ok" : "!!");
  return [
    ...(status ? tellServer(status, integrations) : []),
    ...checks.map((check) => `${mark(check)}  ${check.title}: ${check.finding}`),
    "",
    ...(needsYou ? ["Waits for you:", ...tellWaiting(checks, status, repairs)] : ["All is well."]),
  ].join("\n");
}

function tellServer({ version, startedAt, agents }: Told["status"], integrations: Integration[]): string[] {
  return [
    `Porter ${version}, up since ${moment(startedAt)}`,
    `agents: ${agents.running} of ${agents.maxConcurrent} running, ${agents.queued} queued`,
    ...integrations.flatMap(tellIntegration),
    "",
  ];
}

function tellWaiting(checks: Check[], status: Told["status"] | null, repairs: Repair[]): string[] {
  const warnings = status?.warnings ?? [];
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
