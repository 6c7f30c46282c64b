import type { Repair } from "../../shared/integration.ts";
import type { Keeper } from "./keeper.ts";

/** What only a person can mend of an integration, with how. */
export function repairOf({ definition, status }: Keeper): Repair | undefined {
  const { id, name, canConnect = false } = definition;
  const { state, failure } = status();
  if (!failure) return undefined;
  const { message: why, steps } = failure;
  switch (state) {
    case "needs_config":
      return {
        id: `${id}:config`,
        integrationId: id,
        what: `${name} waits for its configuration.`,
        why,
        steps: steps ?? [`Change [integrations.${id}] in the configuration file.`, "Restart Porter."],
        button: null,
      };
    case "needs_auth":
      return {
        id: `${id}:auth`,
        integrationId: id,
        what: `${name} needs you to sign in again.`,
        why,
        steps: canConnect
          ? ["Press Connect and sign in."]
          : [`Renew its credentials in [integrations.${id}] of the configuration file.`, "Restart Porter."],
        button: canConnect ? "connect" : null,
      };
    case "failed":
      return {
        id: `${id}:broken`,
        integrationId: id,
        what: `${name} is broken.`,
        why,
        steps: [
          "Press Reload.",
          "If it fails again, the server's log says where; a newer version may mend it.",
        ],
        button: "reload",
      };
    default:
      return undefined;
  }
}
