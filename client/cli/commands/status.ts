import { Command } from "commander";
import type { Integration } from "../../../shared/integration.ts";
import { describeIntegration } from "../../../shared/integration-line.ts";
import type { TaskStatus } from "../../../shared/task.ts";
import type { PorterClient } from "../../sdk/client.ts";
import { minute, print, type JsonOption } from "../output.ts";
import { connect } from "../porter.ts";
import { facts } from "../table.ts";
import { jsonOption } from "../values.ts";

type Status = {
  system: Awaited<ReturnType<PorterClient["system"]["status"]["query"]>>;
  tasks: Record<TaskStatus, number>;
  approvals: number;
  unread: number;
  integrations: Integration[];
};

export const status = (): Command =>
  new Command("status")
    .description("what goes on, and what waits for you")
    .addOption(jsonOption())
    .action(async (options: JsonOption) => print(options, await read(await connect()), inWords));

async function read(porter: PorterClient): Promise<Status> {
  const [system, tasks, approvals, { unread }, integrations] = await Promise.all([
    porter.system.status.query(),
    porter.tasks.counts.query(),
    porter.agents.approvals.query(),
    porter.notifications.list.query({ limit: 1 }),
    porter.integrations.list.query(),
  ]);
  return { system, tasks, approvals: approvals.total, unread, integrations: integrations.items };
}

function inWords({ system, tasks, approvals, unread, integrations }: Status): string {
  const { agents } = system;
  return facts([
    ["Porter", `${system.version}, up since ${minute(system.startedAt)}`],
    ["tasks", `${tasks.in_progress} in progress, ${tasks.todo} to do`],
    ["agents", `${agents.running} of ${agents.maxConcurrent} running, ${agents.queued} queued`],
    ["waits for you", `${approvals} approvals, ${unread} unread notifications`],
    ["integrations", integrations.map(describeIntegration).join("; ")],
    [
      "warnings",
      system.warnings.length === 0 ? "none" : `${system.warnings.length}: bun porter doctor tells them`,
    ],
  ]);
}
