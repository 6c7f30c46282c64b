import type { Actor } from "../../shared/actor.ts";
import { Profile, type ProfileChange, type ProfileList, type SaveProfile } from "../../shared/profile.ts";
import type { Session, StartSession } from "../../shared/session.ts";
import type { LeavablePart } from "../../shared/told.ts";
import type { Config } from "../config/load.ts";
import { PorterError } from "../errors.ts";
import type { EventLog, LogEvent } from "../events/log.ts";
import { denying } from "./denied-tools.ts";
import { resolveFolder } from "./folders.ts";
import type { createProfileStore } from "./store/profiles.ts";
import type { SessionSetup } from "./store/session-setup.ts";
import type { Worktrees } from "./worktrees.ts";

type Given = Pick<
  Session,
  "id" | "cwd" | "worktree" | "model" | "effort" | "permissionMode" | "budgetUsd" | "profileId"
>;

export type Profiles = ReturnType<typeof createProfiles>;

/** Ready-made ways to start an agent: those of the configuration, and those that the owner made in the web app. */
export function createProfiles(deps: {
  store: ReturnType<typeof createProfileStore>;
  events: Pick<EventLog, "write">;
  config: Config["agents"];
  worktrees: Pick<Worktrees, "plan">;
  /** Where sessions may begin: a child of an agent works in its worktree. */
  folders: Pick<Config["agents"], "cwd" | "allowed_dirs">;
  /** What `~` stands for in the configuration. */
  homeDir: string;
}) {
  const { store, events, config } = deps;
  const subjectOf = ({ id }: Profile) => `profile:${id}`;

  const configured = Object.entries(config.profiles).map(([id, profile]): Profile => ({
    id,
    source: "config",
    name: profile.name ?? id,
    instructions: profile.instructions,
    model: profile.model ?? null,
    effort: profile.effort ?? null,
    cwd: profile.cwd?.replace(/^~(?=\/|$)/, deps.homeDir) ?? null,
    permissionMode: profile.permission_mode ?? null,
    allowedTools: profile.allowed_tools,
    deniedTools: profile.denied_tools,
    mcpServers: profile.mcp_servers ?? null,
    worktree: profile.worktree,
    budgetUsd: profile.budget_usd ?? null,
    leftOut: profile.left_out,
  }));

  /** @throws PorterError NOT_FOUND */
  function get(id: string): Profile {
    const profile = configured.find((each) => each.id === id) ?? store.find(id);
    if (!profile) throw new PorterError("NOT_FOUND", "There is no agent profile with this id.");
    return profile;
  }

  const find = (id: string | undefined): Profile | undefined => (id === undefined ? undefined : get(id));

  /** Both hold: the profile's, and what is said for this session alone. */
  const instructionsFor = ({
    profileId,
    instructions,
  }: Pick<StartSession, "profileId" | "instructions">): string =>
    [find(profileId)?.instructions ?? "", instructions ?? ""]
      .filter((text) => text.trim() !== "")
      .join("\n\n");

  /** What is said for this session alone wins as a whole. */
  const leftOutFor = ({
    profileId,
    leaveOut,
  }: Pick<StartSession, "profileId" | "leaveOut">): LeavablePart[] =>
    leaveOut ?? find(profileId)?.leftOut ?? [];

  return {
    list: (): ProfileList => ({
      items: [...configured, ...store.list()],
      servers: Object.keys(config.mcp),
    }),

    /** @throws PorterError INVALID or FORBIDDEN for the folder, INVALID for an MCP server that there is not */
    save({ id, ...fields }: SaveProfile, actor: Actor): Profile {
      if (fields.cwd !== null) resolveFolder(fields.cwd, config);
      const unknown = fields.mcpServers?.find((name) => !Object.hasOwn(config.mcp, name));
      if (unknown !== undefined)
        throw new PorterError("INVALID", `The configuration has no MCP server "${unknown}".`);
      return events.write((append) => {
        const before = store.find(id);
        const after = store.save(id, fields);
        if (!Bun.deepEquals(before, after))
          append({ kind: "profile.saved", subject: subjectOf(after), actor, before: before ?? null, after });
        return after;
      });
    },

    /** Sessions that were started with it keep what it gave them. @throws PorterError NOT_FOUND, or FORBIDDEN */
    remove: (id: string, actor: Actor): Profile =>
      events.write((append) => {
        const before = get(id);
        if (before.source === "config")
          throw new PorterError(
            "FORBIDDEN",
            "This profile stands in the configuration and can be removed only there.",
          );
        store.remove(id);
        append({ kind: "profile.removed", subject: subjectOf(before), actor, before });
        return before;
      }),

    instructionsFor,
    leftOutFor,

    /**
     * What a session is started with. What is given beside the profile wins; what neither says, the configuration does.
     * All of it is the session's own from then on: a profile that is changed later changes no session.
     * @throws PorterError NOT_FOUND for the profile, INVALID or FORBIDDEN for the folder
     */
    setUp(input: StartSession): { session: Given; setup: SessionSetup } {
      const profile = find(input.profileId);
      const id = Bun.randomUUIDv7();
      const folder = resolveFolder(input.cwd ?? profile?.cwd ?? undefined, deps.folders);
      const isOwn = input.worktree ?? profile?.worktree ?? false;
      const servers = profile?.mcpServers ?? null;
      return {
        session: {
          id,
          ...(isOwn ? deps.worktrees.plan(id, folder) : { cwd: folder, worktree: null }),
          model: input.model ?? profile?.model ?? config.model ?? null,
          effort: input.effort ?? profile?.effort ?? null,
          permissionMode: input.permissionMode ?? profile?.permissionMode ?? config.permission_mode,
          budgetUsd: input.budgetUsd ?? profile?.budgetUsd ?? null,
          profileId: profile?.id ?? null,
        },
        setup: {
          instructions: instructionsFor(input),
          allowedTools: [...(profile?.allowedTools ?? []), ...(profile?.deniedTools ?? []).map(denying)],
          leftOut: leftOutFor(input),
          mcpOff: servers === null ? [] : Object.keys(config.mcp).filter((name) => !servers.includes(name)),
        },
      };
    },

    /** What an event of the log means to someone who watches profiles; undefined when it is about something else. */
    describe({ kind, before, after }: LogEvent): ProfileChange | undefined {
      if (kind === "profile.saved") return { type: "saved", profile: Profile.parse(after) };
      if (kind === "profile.removed") return { type: "removed", profile: Profile.parse(before) };
      return undefined;
    },
  };
}
