import { Command } from "commander";
import { usageError } from "../failure.ts";
import type { JsonOption } from "../output.ts";
import { jsonOption } from "../values.ts";

type Options = JsonOption & { to?: string; withoutKeys?: true };

/** Made in the data folder of this machine, beside a running Porter or without one. */
export const backup = (): Command =>
  new Command("backup")
    .description("copy the database and its keys, verified, also while Porter runs")
    .option("--to <folder>", "another place than the folder backups in the data folder")
    .option("--without-keys", "leave out the keys of the vault and of this machine")
    .addOption(jsonOption())
    .action(async ({ to, withoutKeys, json }: Options) => {
      const { runDataJob } = await import("../data-job.ts");
      await runDataJob({ do: "backup", to, withKeys: !withoutKeys, json });
    })
    .addCommand(list());

const list = (): Command =>
  new Command("ls").description("list the backups").action(async (_own: object, command: Command) => {
    const { to, withoutKeys, json } = command.optsWithGlobals<Options>();
    if (to !== undefined || withoutKeys) throw usageError('"backup ls" takes --json only.');
    const { runDataJob } = await import("../data-job.ts");
    await runDataJob({ do: "list", json });
  });
