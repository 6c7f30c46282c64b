import type { Actor } from "../../shared/actor.ts";
import type { IntegrationState } from "../../shared/integration.ts";
import { createPatientWriter } from "../db/patient-writer.ts";
import type { EventLog } from "../events/log.ts";
import type { Log } from "../log.ts";
import type { Notifications } from "../notifications/service.ts";
import type { Clock } from "./clock.ts";
import { traceOf, type Failure } from "./failure.ts";
import type { IntegrationStore } from "./store.ts";
import { OWN_KEYS } from "./vault.ts";

/** Which call for the owner stands, so that a restart does not make it again. */
const CALLED = `${OWN_KEYS}called`;

type Standing = {
  state: IntegrationState;
  since: Date;
  failure: (Failure & { at: Date }) | undefined;
};

type Reason = { failure?: Failure; thrown?: unknown; actor?: Actor };

export type Status = ReturnType<typeof createStatus>;

/**
 * The state of one integration, and who hears of it: the event log of every change, the log once of a failure and
 * once of its end, and the owner once of what only they can mend. It changes also while the database cannot be
 * written; that is written down later, then.
 */
export function createStatus(deps: {
  id: string;
  name: string;
  clock: Clock;
  store: Pick<IntegrationStore, "findState" | "saveState" | "removeState">;
  events: Pick<EventLog, "write">;
  notifications: Pick<Notifications, "notify" | "resolve">;
  log: Log;
  onUp: () => void;
}) {
  const { id, name, clock, store, events, notifications } = deps;
  const log = deps.log.child({ integration: id });
  const key = `integration:${id}`;
  let standing: Standing = { state: "disabled", since: clock.now(), failure: undefined };
  /** Of which state the log has told that it is bad. */
  let logged: IntegrationState | undefined;
  let called = store.findState(id, CALLED);
  const write = createPatientWriter(log);

  /** One transaction, with what it says of the call for the owner. */
  function commit(work: Parameters<typeof events.write>[0]): void {
    write(() => {
      const before = called;
      try {
        events.write(work);
      } catch (error) {
        called = before;
        throw error;
      }
    });
  }

  function tellLog({ state, failure }: Standing, thrown: unknown): void {
    if (failure && logged !== state) {
      logged = state;
      log.warn({ state, ...(thrown !== undefined && { trace: traceOf(thrown) }) }, failure.message);
    } else if (state === "ok" && logged !== undefined) {
      logged = undefined;
      log.warn({ state }, `${name} works again.`);
    } else if (state === "disabled") logged = undefined;
  }

  /** In a transaction. */
  function callOwner({ state, failure }: Standing): void {
    const needs = failure && NEEDS[state];
    if (needs === undefined || called === state) return;
    called = state;
    store.saveState(id, CALLED, state);
    notifications.notify(
      {
        kind: "integration_attention",
        key,
        title: `${name} ${needs}`,
        body: failure?.message ?? "",
        link: `/integrations/${id}`,
      },
      "porter",
    );
  }

  /** The owner has nothing to do for it any more. In a transaction. */
  function takeCallBack(): void {
    if (called === undefined) return;
    called = undefined;
    store.removeState(id, CALLED);
    notifications.resolve(key, "porter");
  }

  return {
    get: (): Standing => standing,

    /** It has done something: a set-up alone proves little, as a revoked sign-in is noticed by the first call. */
    works(): void {
      if (called !== undefined) commit(takeCallBack);
    },

    set(state: IntegrationState, { failure, thrown, actor = "porter" }: Reason = {}): void {
      const before = standing;
      const at = clock.now();
      const isSame = before.state === state;
      if (isSame && before.failure?.message === failure?.message) return;
      const now: Standing = {
        state,
        since: isSame ? before.since : at,
        failure: failure && { ...failure, at },
      };
      standing = now;
      tellLog(now, thrown);
      commit((append) => {
        const error = failure ? { remedy: failure.remedy, message: failure.message } : null;
        append({
          kind: "integration.updated",
          subject: key,
          actor,
          before: { state: before.state },
          after: { state, error },
        });
        callOwner(now);
        if (state === "disabled") takeCallBack();
      });
      if (state === "ok") deps.onUp();
    },
  };
}

const NEEDS: Partial<Record<IntegrationState, string>> = {
  needs_auth: "needs you to sign in",
  needs_config: "needs another configuration",
  failed: "is broken",
};
