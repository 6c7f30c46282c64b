import { Command } from "commander";
import { print, type JsonOption } from "../output.ts";
import { connect } from "../porter.ts";
import { jsonOption } from "../values.ts";

export const signOut = (): Command =>
  new Command("sign-out")
    .description("sign all browsers out, such as that of a lost phone")
    .addOption(jsonOption())
    .action(async (options: JsonOption) => {
      const porter = await connect();
      await porter.auth.signOutBrowsers.mutate();
      const words = "All browsers are signed out. `bun porter link` signs one in again.";
      print(options, { signedOut: true }, () => words);
    });
