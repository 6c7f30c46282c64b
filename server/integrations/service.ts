import type { Actor } from "../../shared/actor.ts";
import type {
  Integration,
  IntegrationChange,
  IntegrationHistory,
  ReadHistory,
  Repair,
  RunAction,
  SetEnabled,
  VaultRotation,
} from "../../shared/integration.ts";
import { actorOf, actsAsOwner, type Principal } from "../auth/principal.ts";
import { PorterError } from "../errors.ts";
import type { EventLog, LogEvent } from "../events/log.ts";
import { diagnose, type Diagnostics } from "./diagnostics.ts";
import { connect, disconnect } from "./connection.ts";
import { readHistory } from "./history.ts";
import type { Host } from "./host.ts";
import { comeBack, type Answer, type Outcome } from "./oauth/come-back.ts";
import type { SignInFrom, SignIns } from "./oauth/sign-ins.ts";
import { repairsOf } from "./repairs.ts";

export type Integrations = ReturnType<typeof createIntegrations>;

const HOW_TO_BE_ALLOWED: Record<Principal["kind"], string> = {
  owner: "",
  session: "Call it with Porter's tool integration_action, which asks for it.",
  token: 'This token has no session that could ask for it; a token with the scope "owner" needs none.',
};

/** What the owner, scripts and agents see and do of the integrations. */
export function createIntegrations(deps: {
  host: Host;
  signIns: SignIns;
  rotateVaultKey: () => VaultRotation;
  events: Pick<EventLog, "pageBack">;
  /** Whether the owner has allowed this very call of an agent. It may be good for once only. */
  mayAgentRun: (sessionId: string, input: RunAction) => boolean;
}) {
  const { host, signIns, events, mayAgentRun } = deps;

  return {
    list: (): { items: Integration[] } => ({ items: host.list() }),

    /** @throws PorterError NOT_FOUND */
    get(id: string): Integration & { repairs: Repair[] } {
      const keeper = host.keeperOf(id);
      return { ...keeper.view(), repairs: repairsOf(keeper) };
    },

    /**
     * The action's result.
     * @throws PorterError NOT_FOUND, INVALID, UNAVAILABLE, FORBIDDEN for an agent without its owner's word
     */
    async run(input: RunAction, principal: Principal): Promise<unknown> {
      const start = host.prepare(input);
      // Last of all: what is allowed once is not used up by a call that could not have been made.
      if (!actsAsOwner(principal) && !host.isFreeForAgents(input.integrationId, input.action))
        if (principal.kind !== "session" || !mayAgentRun(principal.sessionId, input))
          throw new PorterError(
            "FORBIDDEN",
            `The action "${input.action}" of ${input.integrationId} needs the owner's approval. ${HOW_TO_BE_ALLOWED[principal.kind]}`,
          );
      return start(actorOf(principal));
    },

    /**
     * Whether what an action did can be taken back, as far as Porter knows.
     * @throws PorterError that says why not
     */
    checkUndo: host.undo.check,

    /** @throws PorterError INVALID, NOT_FOUND, CONFLICT when something newer stands on it, UNAVAILABLE */
    undo: host.undo.run,

    /** Beats what the configuration says, until it is said otherwise here. */
    setEnabled: ({ integrationId, enabled }: SetEnabled, actor: Actor): Promise<Integration> =>
      host.setEnabled(integrationId, enabled, actor),

    reload: host.reload,
    check: host.check,
    connect: (id: string, from: SignInFrom): Promise<{ url: string }> =>
      connect(host.keeperOf(id), signIns, from),
    comeBack: (answer: Answer): Promise<Outcome> => comeBack({ host, signIns }, answer),
    disconnect: (id: string, actor: Actor): Promise<Integration> => disconnect(host.keeperOf(id), actor),

    /** A new key for what is kept encrypted of them. */
    rotateVaultKey: deps.rotateVaultKey,

    repairs: (): { items: Repair[] } => ({ items: host.keepers().flatMap(repairsOf) }),

    /** @throws PorterError NOT_FOUND */
    history(input: ReadHistory): IntegrationHistory {
      host.keeperOf(input.integrationId);
      return readHistory(events, input);
    },

    /** @throws PorterError NOT_FOUND */
    diagnostics: (id: string): Diagnostics => diagnose(host.keeperOf(id)),

    isFreeForAgents: host.isFreeForAgents,

    /** As it stands when it is told, not as it stood. */
    describe({ kind, subject }: LogEvent): IntegrationChange | undefined {
      if (!kind.startsWith("integration.")) return undefined;
      const integration = host.find(subject.slice("integration:".length));
      return integration && { type: "updated", integration };
    },
  };
}
