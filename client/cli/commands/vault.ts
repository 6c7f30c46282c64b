import { randomBytes } from "node:crypto";
import { Command } from "commander";
import { print, tell, type JsonOption } from "../output.ts";
import { connect } from "../porter.ts";
import { jsonOption } from "../values.ts";

export const vault = (): Command =>
  new Command("vault")
    .description("the encrypted store of your services' credentials")
    .addCommand(
      new Command("rotate")
        .description("give it a new key; everything in it is sealed anew")
        .addOption(jsonOption())
        .action(rotate),
    );

async function rotate(options: JsonOption): Promise<void> {
  const porter = await connect();
  const rotation = await porter.system.rotateVaultKey.mutate();
  if (rotation.keyFrom === "environment") {
    tell(
      [
        "The key comes from PORTER_VAULT_KEY, which Porter cannot change. Nothing was changed. In this order:",
        "1. Set PORTER_VAULT_KEY to the new key below, a comma, and the key that it holds now.",
        "2. Restart Porter: it seals everything with the new key.",
        "3. Remove the comma and the old key.",
      ].join("\n"),
    );
    print(options, { keyFrom: "environment", newKey: randomBytes(32).toString("base64") }, (it) => it.newKey);
    process.exitCode = 1;
    return;
  }
  print(options, rotation, ({ sealed }) => `The vault has a new key. Secrets sealed with it: ${sealed}.`);
  if (rotation.unopened > 0)
    tell(`No key opens these, before and now: ${rotation.unopened}. Their owners sign in again.`);
  tell("A backup from before needs the vault.key from before, too.");
}
