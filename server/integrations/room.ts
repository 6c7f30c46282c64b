import type { RunAction } from "../../shared/integration.ts";
import type { Calendars } from "../calendar/service.ts";
import type { Config } from "../config/load.ts";
import type { Db } from "../db/open.ts";
import type { EventLog } from "../events/log.ts";
import type { Log } from "../log.ts";
import type { Notifications } from "../notifications/service.ts";
import type { Tasks } from "../tasks/service.ts";
import { systemClock, type Clock } from "./clock.ts";
import type { IntegrationDefinition } from "./contract.ts";
import { createHost } from "./host.ts";
import type { KeeperDeps } from "./keeper.ts";
import { createSignIns } from "./oauth/sign-ins.ts";
import { builtIns } from "./registry.ts";
import { createIntegrations } from "./service.ts";
import { createIntegrationStore } from "./store.ts";
import { loadVaultKeys } from "./vault-key.ts";
import { createVaultRotation } from "./vault-rotation.ts";
import { createVault } from "./vault.ts";

/** Puts the parts together. `stop` takes at most 7 s: 5 for what is under way, 2 for the teardown. */
export function createIntegrationRoom(deps: {
  db: Db;
  events: EventLog;
  tasks: Tasks;
  calendars: Pick<Calendars, "toolsFor">;
  notifications: Notifications;
  config: Config["integrations"];
  missingVariables: Config["missingVariables"];
  /** Reads the configuration again. @throws StartError */
  reread: () => Pick<Config, "integrations" | "missingVariables">;
  timeZone: string;
  onTick?: KeeperDeps["onTick"];
  /** The address outside, if there is one. */
  publicUrl?: string | undefined;
  dataDir: string;
  /** 32 bytes in base64, or two such; what is in the data folder when left out. */
  vaultKey?: string | undefined;
  log: Log;
  /** Whether there is a Standard Webhooks secret for an integration. */
  hasWebhookSecret: (integrationId: string) => boolean;
  /** Whether the owner has allowed this very call of an agent. It may be good for once only. */
  mayAgentRun: (sessionId: string, input: RunAction) => boolean;
  definitions?: readonly IntegrationDefinition[];
  clock?: Clock;
}) {
  const { db, events, definitions = builtIns, clock = systemClock } = deps;
  const store = createIntegrationStore(db);
  const keys = loadVaultKeys(deps.dataDir, deps.vaultKey);
  const vault = createVault({ store, keys });
  const rotation = createVaultRotation({ vault, keys });
  if (rotation.resume().isOldKeyGiven)
    deps.log.warn("PORTER_VAULT_KEY holds more than one key. Only the first is needed from now on.");
  const reread = () => {
    const { integrations: config, missingVariables } = deps.reread();
    return { config, missingVariables };
  };
  const host = createHost({ ...deps, definitions, clock, store, vault, reread });
  const integrations = createIntegrations({
    host,
    signIns: createSignIns(clock),
    rotateVaultKey: rotation.rotate,
    events,
    mayAgentRun: deps.mayAgentRun,
  });
  return { integrations, host, vault, start: host.start, stop: host.stop };
}
