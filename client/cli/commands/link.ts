import { parseArgs } from "node:util";
import type { Command } from "../command.ts";

export const link: Command["run"] = async (args, connect) => {
  parseArgs({ args });
  const { url } = await connect().auth.createSignInLink.mutate();
  process.stdout.write(`${url}\n`);
  return 0;
};
