import { parseArgs } from "node:util";
import type { Command } from "../command.ts";

export const signOut: Command["run"] = async (args, connect) => {
  parseArgs({ args });
  await connect().auth.signOutBrowsers.mutate();
  process.stdout.write("All browsers are signed out. `bun porter link` signs one in again.\n");
  return 0;
};
