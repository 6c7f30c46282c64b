import { Command } from "commander";
import { print, type JsonOption } from "../output.ts";
import { connect } from "../porter.ts";
import { jsonOption } from "../values.ts";

export const link = (): Command =>
  new Command("link")
    .description("print a sign-in link for another browser: good once, for 10 minutes")
    .addOption(jsonOption())
    .action(async (options: JsonOption) => {
      const porter = await connect();
      print(options, await porter.auth.createSignInLink.mutate(), ({ url }) => url);
    });
