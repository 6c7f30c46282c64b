import { parseArgs } from "node:util";
import { TRPCClientError } from "@trpc/client";
import { Checks, type Check } from "../../../shared/check.ts";
import { porterErrorOf } from "../../../shared/errors.ts";
import type { Integration, Repair } from "../../../shared/integration.ts";
import { describeIntegration } from "../../../shared/integration-line.ts";
import { isLoopback } from "../../../shared/loopback.ts";
import type { PorterClient } from "../../sdk/client.ts";
import type { Command } from "../command.ts";
import { checkPublicAddress } from "../public-address.ts";
import { runHere } from "../run-here.ts";

type Told = Awaited<ReturnType<typeof ask>>;
/** What the server says; null: none answers. */
type Report = { checks: Check[]; told: Told | null };

/** Exits 1 when something needs a person, so that a script can watch over Porter. */
export const doctor: Command["run"] = async (args, connect) => {
  const { values } = parseArgs({ args, options: { json: { type: "boolean" } } });
  const report = await examine(connect);
  const { checks, told } = report;
  const repairs = told?.repairs ?? [];
  const needsYou =
    !told || told.status.warnings.length + repairs.length > 0 || checks.some(({ todo }) => todo !== null);
  const words = values.json
    ? JSON.stringify(
        { needsYou, checks, status: told?.status ?? null, integrations: told?.integrations ?? [], repairs },
        null,
        2,
      )
    : tell(report);
  process.stdout.write(`${words}\n`);
  return needsYou ? 1 : 0;
};

async function examine(connect: () => PorterClient): Promise<Report> {
  const address = process.env["PORTER_API_URL"];
  const isHere = !address || !URL.canParse(address) || isLoopback(new URL(address).hostname);
  // One elsewhere is asked, and nothing of it can be looked at.
  if (!isHere) return { checks: [], told: await ask(connect()) };
  const asked = await askOrSay(connect);
  const told = "told" in asked ? asked.told : null;
  const { out } = await runHere("server/bootstrap/doctor.ts", told ? ["--running"] : []);
  const here = Checks.parse(JSON.parse(out));
  const address_ = told ? await checkPublicAddress(told.status.publicOrigin) : [];
  return { checks: "told" in asked ? [...here, ...address_] : [asked.problem, ...here], told };
}
