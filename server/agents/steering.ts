import type { Actor } from "../../shared/actor.ts";
import type { Session, SlashCommand } from "../../shared/session.ts";
import type { ReadCommandsIn } from "../../shared/start-box.ts";
import type { ModelChoice, SteerSession } from "../../shared/steer.ts";
import { PorterError } from "../errors.ts";
import type { EventLog } from "../events/log.ts";
import { resolveFolder, type AllowedFolders } from "./folders.ts";
import type { Steering } from "./runner/runner.ts";
import type { SlashCommandStore } from "./store/commands.ts";
import type { Stores } from "./stores.ts";
import type { Supervisor } from "./supervisor.ts";
import type { Transitions } from "./transitions.ts";

/** What a session asks of its process, in the runner's words. */
export const steeringOf = ({
  model,
  effort,
  permissionMode,
}: Pick<Session, "model" | "effort" | "permissionMode">): Steering => ({
  model: model ?? undefined,
  effort: effort ?? undefined,
  permissionMode,
});

/** The parts of `wanted` that differ from what stands. */
export const differenceOf = (stands: Steering, wanted: Steering): Partial<Steering> => ({
  ...(wanted.model !== stands.model && { model: wanted.model }),
  ...(wanted.effort !== stands.effort && { effort: wanted.effort }),
  ...(wanted.permissionMode !== stands.permissionMode && { permissionMode: wanted.permissionMode }),
});

/** Until a CLI of this server has said what it offers: the names that every version knows. */
const KNOWN_MODELS: ModelChoice[] = ["opus", "sonnet", "haiku"].map((value) => ({
  value,
  model: null,
  name: `${value.charAt(0).toUpperCase()}${value.slice(1)}`,
  description: "",
  efforts: ["low", "medium", "high", "xhigh", "max"],
}));

/** The CLI's own choice is no model, but the lack of one. */
const OWN_CHOICE = "default";

/** So the CLI marks the commands that a project's own `.claude` folder holds. */
const isOfProject = ({ description }: SlashCommand): boolean => description.endsWith("(project)");

/** What the CLIs of this server have said that they offer. */
export function createOffers(deps: { commands: SlashCommandStore; events: Pick<EventLog, "write"> }) {
  let models = KNOWN_MODELS;
  return {
    models: (): ModelChoice[] => models,

    noteModels(reported: ModelChoice[]): void {
      models = reported.filter(({ value }) => value !== OWN_CHOICE);
    },

    noteCommands(sessionId: string, reported: SlashCommand[]): void {
      if (Bun.deepEquals(deps.commands.ofSession(sessionId), reported)) return;
      deps.events.write((append) => {
        deps.commands.set(sessionId, reported);
        append({
          kind: "session.updated",
          subject: `session:${sessionId}`,
          actor: `session:${sessionId}`,
        });
      });
    },
  };
}

/** What the owner changes of a session while it goes on, and what there is to choose from. */
export function createSteer(deps: {
  stores: Stores;
  commands: SlashCommandStore;
  offers: ReturnType<typeof createOffers>;
  transitions: Pick<Transitions, "changeSession">;
  supervisor: Pick<Supervisor, "followMode">;
  /** Where sessions may begin. */
  folders: AllowedFolders;
}) {
  function requireSession(id: string): void {
    if (!deps.stores.sessions.find(id))
      throw new PorterError("NOT_FOUND", "There is no session with this id.");
  }

  return {
    /** @throws PorterError NOT_FOUND */
    async steer({ id, model, effort, permissionMode }: SteerSession, actor: Actor): Promise<Session> {
      requireSession(id);
      const change = {
        ...(model !== undefined && { model }),
        ...(effort !== undefined && { effort }),
        ...(permissionMode !== undefined && { permissionMode }),
      };
      const session = deps.transitions.changeSession(id, change, actor);
      if (permissionMode !== undefined) await deps.supervisor.followMode(id);
      return session;
    },

    /** Slash commands and skills of a session, as its CLI reported them last. None before its first turn. */
    commands(id: string): { items: SlashCommand[] } {
      requireSession(id);
      return { items: deps.commands.ofSession(id) };
    },

    /**
     * As the latest session there reported them; in a new folder, those of the latest session that no project of its own
     * has brought. @throws PorterError INVALID or FORBIDDEN for the folder
     */
    commandsIn({ cwd }: ReadCommandsIn): { items: SlashCommand[] } {
      const inFolder = deps.commands.latestIn(resolveFolder(cwd, deps.folders));
      return {
        items: inFolder ?? (deps.commands.latestIn() ?? []).filter((command) => !isOfProject(command)),
      };
    },

    models: () => ({ items: deps.offers.models() }),
  };
}
