import { opendirSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Actor } from "../../shared/actor.ts";
import type {
  FileDiff,
  FolderDiff,
  Folders,
  FolderState,
  ReadFileDiff,
  RemoveWorktree,
  WorktreeState,
} from "../../shared/folder.ts";
import type { Session } from "../../shared/session.ts";
import type { Config } from "../config/load.ts";
import { PorterError } from "../errors.ts";
import type { EventLog } from "../events/log.ts";
import type { Log } from "../log.ts";
import type { FolderDiffs } from "./folder-diff.ts";
import { isInRepository, readGitState } from "./folder-state.ts";
import { isBelow, resolveFolder } from "./folders.ts";
import type { OpenGit } from "./runner/git.ts";
import { createSnapshotSweep, KEPT_DAYS } from "./snapshots.ts";
import type { SessionSetupStore } from "./store/session-setup.ts";
import type { Turn } from "./store/turns.ts";
import type { Stores } from "./stores.ts";
import type { Worktrees } from "./worktrees.ts";

const RECENT = 20;
const COMPLETIONS = 30;
/** A folder with more entries than this is completed from its first ones. */
const MOST_READ = 5_000;

/** Where sessions work: the folders to choose from, how they stand, and what changed in them. */
export function createWorkingFolders(deps: {
  stores: Pick<Stores, "sessions" | "turns">;
  setups: SessionSetupStore;
  events: Pick<EventLog, "write">;
  config: Config["agents"];
  openGit: OpenGit;
  log: Pick<Log, "warn">;
  worktrees: Worktrees;
  diffs: FolderDiffs;
  /** Lets the session's process go. */
  release: (sessionId: string) => Promise<void>;
}) {
  const { stores, setups, config, worktrees, diffs } = deps;

  /** @throws PorterError NOT_FOUND */
  function get(id: string): Session {
    const session = stores.sessions.find(id);
    if (!session) throw new PorterError("NOT_FOUND", "There is no session with this id.");
    return session;
  }

  const roots = (): string[] => [config.cwd, ...config.allowed_dirs].flatMap(real);

  function isAllowed(path: string): boolean {
    return real(path).some((folder) => roots().some((root) => isBelow(root, folder)));
  }

  function withWorktree(id: string): Session & { worktree: NonNullable<Session["worktree"]> } {
    const session = get(id);
    const { worktree } = session;
    if (!worktree) throw new PorterError("INVALID", "This session has no worktree of its own.");
    return { ...session, worktree };
  }

  return {
    list: (): Folders => ({
      default: config.cwd,
      roots: [...new Set(roots())],
      recent: setups.recentFolders(RECENT).filter(isAllowed),
    }),

    /** @throws PorterError INVALID or FORBIDDEN for the folder, UNAVAILABLE when git does not answer */
    async state(path: string): Promise<FolderState> {
      const folder = resolveFolder(path, config);
      return { path: folder, git: await readGitState(deps.openGit, folder) };
    },

    /** Folders whose path begins like this, inside those that the configuration allows; none for what it does not. */
    complete(path: string): { items: string[] } {
      const typed = path === "" || path === "/" ? undefined : path;
      const above = roots().filter((root) => typed === undefined || root.startsWith(typed));
      if (typed === undefined) return { items: above.slice(0, COMPLETIONS) };
      const parent = typed.endsWith("/") ? typed.slice(0, -1) : dirname(typed);
      const start = typed.endsWith("/") ? "" : basename(typed).toLowerCase();
      const below = isAllowed(parent)
        ? foldersIn(parent)
            .filter(
              (name) =>
                name.toLowerCase().startsWith(start) && (start.startsWith(".") || !name.startsWith(".")),
            )
            .map((name) => join(parent, name))
        : [];
      return { items: [...new Set([...above, ...below.filter(isAllowed)])].sort().slice(0, COMPLETIONS) };
    },

    /** Before a process begins to work: the worktree is there, and before the first turn its state is noted. */
    async prepare(turn: Turn): Promise<void> {
      const session = stores.sessions.find(turn.sessionId);
      if (!session) return;
      if (session.worktree) resolveFolder(session.worktree.source, config); // The configuration may have changed.
      await worktrees.ensure(session);
      const hasBegun = turn.startedAt !== null || stores.turns.lastBegun(turn) !== undefined;
      if (hasBegun || !isInRepository(session.cwd)) return;
      try {
        const baseCommit = await diffs.noteBase(session.id, session.cwd);
        if (baseCommit !== null) setups.set(session.id, { baseCommit });
      } catch (error) {
        // A session works without it; its folder then says that there is nothing to compare with.
        deps.log.warn({ sessionId: session.id, err: error }, "how the folder stands could not be noted");
      }
    },

    /** @throws PorterError NOT_FOUND, UNAVAILABLE when git does not answer */
    async diff(id: string): Promise<FolderDiff> {
      const { cwd, worktree } = get(id);
      const base = setups.find(id)?.baseCommit ?? null;
      if (worktree && real(cwd).length === 0)
        return {
          type: "none",
          reason: "Its worktree was removed. It is made again when you send a message.",
        };
      if (real(cwd).length === 0) return { type: "none", reason: `The folder ${cwd} is not there any more.` };
      if (!isInRepository(cwd))
        return {
          type: "none",
          reason:
            "The folder is not in a git repository. After `git init` there, Porter shows what later sessions change.",
        };
      if (base === null)
        return {
          type: "none",
          reason: `How the folder stood when the session began was not noted, or is ${KEPT_DAYS} days past.`,
        };
      return diffs.list(id, cwd, base);
    },

    /** To be called now and then. */
    sweepSnapshots: createSnapshotSweep({ diffs, sessions: stores.sessions, setups }),

    /** @throws PorterError NOT_FOUND, UNAVAILABLE */
    async fileDiff(input: ReadFileDiff): Promise<FileDiff> {
      const { cwd } = get(input.id);
      const base = setups.find(input.id)?.baseCommit ?? null;
      if (base === null) throw new PorterError("NOT_FOUND", "There is nothing to compare with.");
      return diffs.file(cwd, base, input);
    },

    /** @throws PorterError NOT_FOUND, INVALID without a worktree */
    worktree: (id: string): Promise<WorktreeState> => worktrees.stateOf(withWorktree(id).worktree),

    /** @throws PorterError NOT_FOUND, INVALID, CONFLICT with what would be lost or who works in it */
    async removeWorktree({ id, ...how }: RemoveWorktree, actor: Actor): Promise<Session> {
      const { worktree, status } = withWorktree(id);
      if (status === "running" || status === "queued" || status === "waiting")
        throw new PorterError("CONFLICT", "The session is at work in it. Stop it first.");
      const [other] = setups.atWorkBelow(worktree.path, id);
      if (other) throw new PorterError("CONFLICT", `The session “${other.title}” works in it.`);
      await deps.release(id);
      await worktrees.remove(worktree, how);
      deps.events.write((append) => append({ kind: "session.updated", subject: `session:${id}`, actor }));
      return get(id);
    },
  };
}

function real(path: string): string[] {
  try {
    return [realpathSync(path)];
  } catch {
    return []; // It is not there.
  }
}

function foldersIn(folder: string): string[] {
  const names: string[] = [];
  const [path] = real(folder);
  if (path === undefined) return names;
  try {
    using entries = opendirSync(path);
    for (let read = 0; read < MOST_READ; read++) {
      const entry = entries.readSync();
      if (!entry) break;
      if (entry.isDirectory()) names.push(entry.name);
    }
  } catch {
    return names; // Not ours to look into.
  }
  return names;
}
