import { Command } from "commander";
import type { JsonOption } from "../output.ts";
import { jsonOption } from "../values.ts";

export const restore = (): Command =>
  new Command("restore")
    .description("bring a backup back; Porter must be stopped")
    .argument("<backup>", "latest, a name of `backup ls`, or a path")
    .addOption(jsonOption())
    .action(async (backup: string, { json }: JsonOption) => {
      const { runDataJob } = await import("../data-job.ts");
      await runDataJob({ do: "restore", backup, json });
    });
