import type { Actor } from "../../shared/actor.ts";
import type { Integration } from "../../shared/integration.ts";
import type { Session } from "../../shared/session.ts";
import {
  LeavablePart,
  type PreviewTold,
  type SetTold,
  type Told,
  type ToldPart,
  type ToldPartShown,
} from "../../shared/told.ts";
import { PorterError } from "../errors.ts";
import type { EventLog } from "../events/log.ts";
import type { Comments } from "../tasks/comments.ts";
import type { Tasks } from "../tasks/service.ts";
import { describeContext, type TaskContext } from "./context.ts";
import type { EventsAhead } from "./events-ahead.ts";
import type { Profiles } from "./profiles.ts";
import type { SessionSetupStore } from "./store/session-setup.ts";
import type { Stores } from "./stores.ts";

/** So many earlier sessions on the same task are told of, the newest. */
const EARLIER = 5;

/** What agents are told beside their prompts: before a session is started, and by what its next process gets. */
export function createTold(deps: {
  stores: Pick<Stores, "sessions">;
  setups: SessionSetupStore;
  events: Pick<EventLog, "write">;
  tasks: Tasks;
  comments: Pick<Comments, "list">;
  integrations: () => readonly Integration[];
  eventsAhead: EventsAhead;
  profiles: Pick<Profiles, "instructionsFor" | "leftOutFor">;
  /** Gives the session's next turn a new process. */
  release: (sessionId: string) => Promise<void>;
}) {
  const { setups, tasks } = deps;

  function taskContext(taskId: string | null): TaskContext | undefined {
    const task = taskId === null ? undefined : tasks.find(taskId);
    if (!task) return undefined;
    const { items } = tasks.list({ parentId: task.id, sort: "manual" });
    return { task, subtasks: items, comments: deps.comments.list(task.id).items };
  }

  function partsFor(
    session: { id?: string; prompt: string; taskId: string | null },
    instructions: string,
  ): ToldPart[] {
    const task = taskContext(session.taskId);
    return describeContext({
      task,
      integrations: deps.integrations(),
      events: deps.eventsAhead(session, task?.task),
      earlier: task ? setups.earlierOnTask(task.task.id, session.id, EARLIER) : [],
      instructions,
    });
  }

  const setupOf = (id: string): { instructions: string; leftOut: LeavablePart[] } =>
    setups.find(id) ?? { instructions: "", leftOut: [] };

  /** @throws PorterError NOT_FOUND */
  function get(id: string): Session {
    const session = deps.stores.sessions.find(id);
    if (!session) throw new PorterError("NOT_FOUND", "There is no session with this id.");
    return session;
  }

  return {
    /** What the next process of a session is told. */
    parts(session: Session): ToldPart[] {
      const { instructions, leftOut } = setupOf(session.id);
      return shownWithout(partsFor(session, instructions), leftOut).filter(({ isLeftOut }) => !isLeftOut);
    },

    /** @throws PorterError NOT_FOUND for the profile */
    preview({ prompt = "", taskId, ...given }: PreviewTold): { parts: ToldPartShown[] } {
      const parts = partsFor({ prompt, taskId: taskId ?? null }, deps.profiles.instructionsFor(given));
      return { parts: shownWithout(parts, deps.profiles.leftOutFor(given)) };
    },

    /** @throws PorterError NOT_FOUND */
    read(id: string): Told {
      const session = get(id);
      const { instructions, leftOut } = setupOf(id);
      const parts = shownWithout(partsFor(session, instructions), leftOut);
      return { parts, instructions, leaveOut: leftOut };
    },

    /** @throws PorterError NOT_FOUND */
    async set({ id, ...given }: SetTold, actor: Actor): Promise<Told> {
      get(id);
      const stands = setupOf(id);
      const { instructions = stands.instructions, leaveOut = stands.leftOut } = given;
      const leftOut = LeavablePart.options.filter((kind) => leaveOut.includes(kind));
      if (stands.instructions !== instructions || !Bun.deepEquals(stands.leftOut, leftOut)) {
        deps.events.write((append) => {
          setups.set(id, { instructions, leftOut });
          append({ kind: "session.updated", subject: `session:${id}`, actor });
        });
        await deps.release(id);
      }
      return this.read(id);
    },
  };
}

const shownWithout = (parts: readonly ToldPart[], leftOut: readonly LeavablePart[]): ToldPartShown[] =>
  parts.map((part) => ({ ...part, isLeftOut: part.kind !== "porter" && leftOut.includes(part.kind) }));
