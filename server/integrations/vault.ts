import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { PorterError } from "../errors.ts";
import type { IntegrationStore } from "./store.ts";
import type { VaultKeys } from "./vault-key.ts";

/** Keys of the vault and of the state that begin so are Porter's own: integrations do not reach them. */
export const OWN_KEYS = "porter.";

const VERSION = "v1";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export type Vault = ReturnType<typeof createVault>;

/**
 * Credentials at rest: AES-256-GCM with a fresh nonce each time, as `v1.<nonce>.<ciphertext and tag>` in base64url.
 * Whose it is and under which key is authenticated with it, so that a row that was moved does not open.
 */
export function createVault(deps: {
  store: Pick<IntegrationStore, "findSealed" | "saveSealed" | "removeSealed" | "changeSealed">;
  keys: Pick<VaultKeys, "all">;
}) {
  const { store, keys } = deps;

  function seal(secret: string, place: string): string {
    const [key] = keys.all();
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(place));
    const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return [VERSION, nonce.toString("base64url"), sealed.toString("base64url")].join(".");
  }

  /** undefined when no key opens it: it was sealed with another one, or changed. */
  function open(text: string, place: string): string | undefined {
    for (const key of keys.all()) {
      try {
        return openWith(key, text, place);
      } catch {
        // Without the cause: it knows nothing that helps, and it must never quote what it was given.
      }
    }
    return undefined;
  }

  return {
    /** @throws PorterError UNAVAILABLE when it was sealed with another key, or changed */
    get(integrationId: string, key: string): string | undefined {
      const sealed = store.findSealed(integrationId, key);
      if (sealed === undefined) return undefined;
      const secret = open(sealed, placeOf(integrationId, key));
      if (secret !== undefined) return secret;
      throw new PorterError(
        "UNAVAILABLE",
        `A secret of ${integrationId} cannot be opened: the key of the vault is not the one that sealed it, or the database was changed.`,
      );
    },

    set: (integrationId: string, key: string, secret: string): void =>
      store.saveSealed(integrationId, key, seal(secret, placeOf(integrationId, key))),

    remove: store.removeSealed,

    /**
     * Seals everything with the first key, all or nothing. What no key opens stays as it is.
     * @returns how many secrets were sealed, and how many no key opens
     */
    reseal(): { sealed: number; unopened: number } {
      const count = { sealed: 0, unopened: 0 };
      store.changeSealed(({ integrationId, key, sealed }) => {
        const place = placeOf(integrationId, key);
        const secret = open(sealed, place);
        count[secret === undefined ? "unopened" : "sealed"] += 1;
        return secret === undefined ? sealed : seal(secret, place);
      });
      return count;
    },
  };
}

/** @throws when it does not open */
function openWith(key: Buffer, text: string, place: string): string {
  const [version, nonce, sealed] = text.split(".");
  if (version !== VERSION || nonce === undefined || sealed === undefined)
    throw new Error("This is not a sealed secret.");
  const bytes = Buffer.from(sealed, "base64url");
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64url"), {
    authTagLength: TAG_BYTES,
  })
    .setAAD(Buffer.from(place))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString("utf8");
}

const placeOf = (integrationId: string, key: string): string => `${integrationId}/${key}`;
