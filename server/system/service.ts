import type { Integration, Repair } from "../../shared/integration.ts";
import type { Agents } from "../agents/service.ts";
import type { Auth } from "../auth/service.ts";
import type { Warning } from "../config/references.ts";
import type { Backups } from "./backups.ts";

export type System = ReturnType<typeof createSystem>;

export function createSystem(deps: {
  version: string;
  agents: Agents;
  auth: Auth;
  backups: Pick<Backups, "warnings" | "newestAt">;
  configWarnings: Warning[];
  integrations: () => Pick<Integration, "id" | "state" | "error">[];
  /** What a person has to mend of the integrations. */
  repairs: () => Repair[];
  /** The address that people open; known once the server listens. */
  publicOrigin: () => string;
  /** Where services lead the owner's browser back to. */
  callbackOrigin: () => string;
}) {
  const startedAt = new Date();
  const warnings = (): Warning[] => [
    ...deps.configWarnings,
    ...deps.agents.warnings,
    ...deps.backups.warnings(),
    ...deps.repairs().map(toWarning),
  ];
  return {
    status: () => ({
      version: deps.version,
      startedAt,
      publicOrigin: deps.publicOrigin(),
      callbackOrigin: deps.callbackOrigin(),
      agents: deps.agents.load(),
      newestBackupAt: deps.backups.newestAt(),
      integrations: deps.integrations().map(({ id, state }) => ({ id, state })),
      warnings: warnings(),
    }),

    /** False: something waits for a person, or an integration has errors and tries again by itself. */
    isWell: (): boolean =>
      warnings().length === 0 && deps.integrations().every(({ error }) => error === null),

    /** The secret stands in the fragment, which browsers send to no server and no log. */
    signInLink: (): string => `${deps.publicOrigin()}/sign-in#${deps.auth.createSignInSecret()}`,
  };
}

const toWarning = ({ id, what, why }: Repair): Warning => ({
  subject: `integrations.${id}`,
  message: `${what} ${why}`,
});
