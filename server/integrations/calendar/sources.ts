import { PorterError } from "../../errors.ts";
import type { Call, IntegrationContext } from "../contract.ts";
import { IntegrationError } from "../error.ts";
import type { Config } from "./config.ts";
import type { GoogleSource } from "./google/index.ts";
import { sourceIdOf } from "./ics/index.ts";
import type { CalendarSource, EventWriter } from "./source.ts";

export type Sources = Awaited<ReturnType<typeof openSources>>;

/** The sources that the configuration names. What each needs is loaded only for it. */
export async function openSources(context: IntegrationContext<Config>) {
  const { config, calendars } = context;
  const google = await openGoogle(context);
  const others: CalendarSource[] = [];
  if (config.ics.length > 0) {
    const { createIcsSource } = await import("./ics/index.ts");
    others.push(...config.ics.map((entry) => createIcsSource(context, entry)));
  }
  if (config.caldav.length > 0) {
    const { createCalDavSource } = await import("./caldav/index.ts");
    others.push(createCalDavSource(context, config));
  }
  // The owner's sign-in is the last that is missed: what needs none is read before.
  const all = [...others, ...(google ? [google] : [])];

  /** With all their events. */
  function removeGone(): void {
    const named = new Set(config.ics.map(sourceIdOf));
    const has = {
      google: google !== undefined,
      caldav: config.caldav.length > 0,
    };
    for (const { id, source, sourceId } of calendars.list())
      if (source === "ics" ? !named.has(sourceId) : !has[source]) calendars.remove(id);
  }

  async function syncAll(call: Call): Promise<void> {
    removeGone();
    const failures: unknown[] = [];
    for (const source of all) {
      try {
        await source.sync(call);
      } catch (thrown) {
        call.signal.throwIfAborted();
        failures.push(thrown);
      }
    }
    throwWorst(failures);
  }

  return {
    google,
    syncAll,
    async health(call: Call): Promise<void> {
      await google?.health(call);
    },
    writerOf: (kind: CalendarSource["kind"]): EventWriter | undefined =>
      all.find((source) => source.kind === kind)?.write,
  };
}

async function openGoogle(context: IntegrationContext<Config>): Promise<GoogleSource | undefined> {
  const { client_id, client_secret, ...others } = context.config;
  if (client_id === undefined && client_secret === undefined) return undefined;
  if (client_id === undefined || client_secret === undefined)
    throw new IntegrationError(
      "config",
      `[integrations.calendar] ${client_id === undefined ? "client_id" : "client_secret"} is missing: Google needs both.`,
    );
  const { createGoogleSource } = await import("./google/index.ts");
  return createGoogleSource(context, { ...others, client_id, client_secret });
}

export function requireGoogle({ google }: Sources): GoogleSource {
  if (google) return google;
  throw new PorterError(
    "INVALID",
    "[integrations.calendar] client_id and client_secret are missing: Google needs both.",
  );
}

/**
 * That somebody has to sign in goes first, then what the configuration has wrong. To Porter the latter is something
 * to be tried again: `config` would end the integration, and with it the calendars that can be read.
 */
function throwWorst(failures: readonly unknown[]): void {
  const [worst] = failures.toSorted((a, b) => rankOf(a) - rankOf(b));
  if (worst === undefined) return;
  if (worst instanceof IntegrationError && worst.remedy === "config")
    throw new IntegrationError("retry", worst.message, { cause: worst });
  throw worst;
}

const RANKS = { auth: 0, config: 1, broken: 2, retry: 4 };

const rankOf = (thrown: unknown): number => (thrown instanceof IntegrationError ? RANKS[thrown.remedy] : 3);
