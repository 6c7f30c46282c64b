import { parseArgs } from "node:util";
import { UsageError, type Command } from "../command.ts";
import { runDataJob } from "../data-job.ts";

export const restore: Command["run"] = (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: "boolean", default: false } },
  });
  const [backup, ...others] = positionals;
  if (backup === undefined || others.length > 0)
    throw new UsageError('It is "restore latest", or restore with a name of "backup ls", or with a path.');
  return runDataJob({ do: "restore", backup, json: values.json });
};
