import { z } from "zod";
import { Actor } from "../../shared/actor.ts";
import type { IntegrationEvent, IntegrationHistory, ReadHistory } from "../../shared/integration.ts";
import type { EventLog, LogEvent } from "../events/log.ts";

const PAGE = 50;

const Ran = z.object({ action: z.string(), error: z.string().nullable(), took: z.number().nullable() });
const Updated = z.object({ state: z.string(), error: z.object({ message: z.string() }).nullable() });

/** What became of an integration, newest first, as far as the log reaches back. */
export function readHistory(
  events: Pick<EventLog, "pageBack">,
  { integrationId, before = Number.MAX_SAFE_INTEGER }: ReadHistory,
): IntegrationHistory {
  const filter = { families: ["integration"], subject: `integration:${integrationId}` };
  const page = events.pageBack(before, filter, PAGE);
  return {
    items: page.flatMap((event) => toEntry(event) ?? []),
    nextBefore: page.length < PAGE ? null : (page.at(-1)?.id ?? null),
  };
}

function toEntry({ id, kind, createdAt, actor, after }: LogEvent): IntegrationEvent | undefined {
  const common = { eventId: id, at: createdAt, actor: Actor.parse(actor) };
  if (kind === "integration.ran") {
    const { action, error, took } = Ran.parse(after);
    return { ...common, kind: "ran", what: action, error, took };
  }
  if (kind !== "integration.updated") return undefined;
  const { state, error } = Updated.parse(after);
  return { ...common, kind: "changed", what: state, error: error?.message ?? null, took: null };
}
