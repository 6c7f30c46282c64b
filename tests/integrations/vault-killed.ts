import { openDatabase } from "../../server/db/open.ts";
import { createIntegrationStore } from "../../server/integrations/store.ts";
import { loadVaultKeys } from "../../server/integrations/vault-key.ts";
import { createVaultRotation } from "../../server/integrations/vault-rotation.ts";
import { createVault } from "../../server/integrations/vault.ts";
import { MIGRATIONS } from "../support/database.ts";

/**
 * A process of a test: gives the vault of a data folder a new key, and is killed before the step of that number. Steps
 * are the two writes of the file and each row of the transaction.
 */
const [dataDir = "", last = ""] = process.argv.slice(2);
let step = 0;
function next(): void {
  if (step === Number(last)) process.kill(process.pid, "SIGKILL");
  step += 1;
}

const store = createIntegrationStore(openDatabase({ dataDir, migrations: MIGRATIONS }).db);
const keys = loadVaultKeys(dataDir);
const vault = createVault({
  keys,
  store: {
    ...store,
    changeSealed: (change) =>
      store.changeSealed((row) => {
        next();
        return change(row);
      }),
  },
});
createVaultRotation({
  vault,
  keys: {
    ...keys,
    save(fresh) {
      next();
      keys.save?.(fresh);
    },
  },
}).rotate();
next();
