import type { Repair } from "../../shared/integration.ts";
import type { Keeper } from "./keeper.ts";

type How = Pick<Repair, "steps" | "button">;

/** What only a person can mend of an integration, with how. */
export function repairsOf({ definition, status }: Keeper): Repair[] {
  const { id, name, canConnect = false } = definition;
  const { state, failure } = status();
  if (!failure) return [];
  const { message: why, variables } = failure;
  const section = `[integrations.${id}] of the configuration file`;

  const repair = (fault: string, what: string, how: How): Repair[] => [
    { id: `${id}:${fault}`, integrationId: id, what: `${name} ${what}`, why, ...how },
  ];
  switch (state) {
    case "needs_config":
      return repair(
        "config",
        "waits for its configuration.",
        variables ? restartWith(variables) : reloadAfter(`Mend ${section}.`),
      );
    case "needs_auth":
      return repair(
        "auth",
        "needs you to sign in.",
        canConnect
          ? { steps: ["Press Connect and sign in."], button: "connect" }
          : reloadAfter(`Renew the credentials in ${section}.`),
      );
    case "failed":
      return repair("broken", "is broken.", {
        steps: [
          "Press Reload.",
          "If it fails again, the server's log says where; a newer version may mend it.",
        ],
        button: "reload",
      });
    default:
      return [];
  }
}

const restartWith = (variables: readonly string[]): How => ({
  steps: [`Set ${variables.join(", ")} in the environment that Porter is started in.`, "Restart Porter."],
  button: null,
});

const reloadAfter = (mend: string): How => ({
  steps: [mend, "Press Reload. (What stands in an environment variable takes a restart of Porter.)"],
  button: "reload",
});
