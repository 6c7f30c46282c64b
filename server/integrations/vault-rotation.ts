import type { VaultRotation } from "../../shared/integration.ts";
import type { Vault } from "./vault.ts";
import { makeVaultKey, type VaultKeys } from "./vault-key.ts";

/**
 * A new key for the vault. The server does it, as the one process that has the key: nothing is sealed in between.
 *
 * The file and the database cannot change in one step. So the file holds both keys until everything is sealed with the
 * new one: 1. the file gets the new key before the old; 2. one transaction seals everything anew; 3. the file loses the
 * old key. After a crash anywhere both keys open all there is, and the next start goes on with step 2.
 */
export function createVaultRotation({ vault, keys }: { vault: Pick<Vault, "reseal">; keys: VaultKeys }) {
  function finish(save: NonNullable<VaultKeys["save"]>): ReturnType<Vault["reseal"]> {
    const count = vault.reseal();
    const [first] = keys.all();
    save([first]);
    return count;
  }

  return {
    rotate(): VaultRotation {
      if (!keys.save) return { keyFrom: "environment" };
      keys.save([makeVaultKey(), ...keys.all()]);
      return { keyFrom: "file", ...finish(keys.save) };
    },

    /**
     * At the start: what a crash has left, and what the owner asks for by two keys in the environment.
     * @returns whether the environment holds keys that are not needed any more
     */
    resume(): { isOldKeyGiven: boolean } {
      if (keys.all().length === 1) return { isOldKeyGiven: false };
      if (keys.save) finish(keys.save);
      else vault.reseal();
      return { isOldKeyGiven: keys.save === undefined };
    },
  };
}
