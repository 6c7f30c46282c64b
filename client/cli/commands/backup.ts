import { parseArgs } from "node:util";
import { UsageError, type Command } from "../command.ts";
import { runDataJob } from "../data-job.ts";

/** Made in the data folder of this machine, beside a running Porter or without one. */
export const backup: Command["run"] = (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      to: { type: "string" },
      "without-keys": { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
  });
  const { to, json } = values;
  if (positionals.length === 0)
    return runDataJob({ do: "backup", to, withKeys: !values["without-keys"], json });
  if (positionals.join(" ") !== "ls") throw new UsageError('It is "backup" or "backup ls".');
  if (to !== undefined || values["without-keys"]) throw new UsageError('"backup ls" takes --json only.');
  return runDataJob({ do: "list", json });
};
