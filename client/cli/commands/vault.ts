import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { UsageError, type Command } from "../command.ts";

export const vault: Command["run"] = async (args, connect) => {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  if (positionals.join(" ") !== "rotate") throw new UsageError('It is "vault rotate".');
  const rotation = await connect().system.rotateVaultKey.mutate();
  if (rotation.keyFrom === "environment") {
    process.stderr.write(
      [
        "The key comes from PORTER_VAULT_KEY, which Porter cannot change. Nothing was changed. In this order:",
        "1. Set PORTER_VAULT_KEY to the new key below, a comma, and the key that it holds now.",
        "2. Restart Porter: it seals everything with the new key.",
        "3. Remove the comma and the old key.",
        "",
      ].join("\n"),
    );
    process.stdout.write(`${randomBytes(32).toString("base64")}\n`);
    return 1;
  }
  const { sealed, unopened } = rotation;
  process.stdout.write(`The vault has a new key. Secrets sealed with it: ${sealed}.\n`);
  if (unopened > 0)
    process.stderr.write(`No key opens these, before and now: ${unopened}. Their owners sign in again.\n`);
  process.stderr.write("A backup from before needs the vault.key from before, too.\n");
  return 0;
};
