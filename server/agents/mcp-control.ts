import type { Actor } from "../../shared/actor.ts";
import type { RestartServer, SessionServer, SessionServers, SwitchServer } from "../../shared/mcp-control.ts";
import type { Session } from "../../shared/session.ts";
import { PorterError } from "../errors.ts";
import type { Memory } from "./memory.ts";
import type { LiveServers } from "./runner/runner.ts";
import type { SessionSetup } from "./store/session-setup.ts";
import type { Supervisor } from "./supervisor.ts";
import type { Transitions } from "./transitions.ts";

/** Porter's own server (mcp-servers.ts). */
const OWN = "porter";

/** The MCP servers of a session: how they stand, started again, on and off. */
export function createMcpControl(deps: {
  /** The names of those of the configuration. */
  configured: readonly string[];
  sessions: { find: (id: string) => Session | undefined };
  setups: {
    find: (id: string) => Pick<SessionSetup, "mcpOff"> | undefined;
    set: (id: string, setup: Pick<SessionSetup, "mcpOff">) => void;
  };
  transitions: Pick<Transitions, "changeSession" | "noteMcpServers">;
  supervisor: Pick<Supervisor, "serversOf" | "release">;
  memory: Pick<Memory, "ofSession">;
}) {
  const { sessions, setups, transitions, supervisor } = deps;
  const names = [...deps.configured, OWN];

  function require(id: string): Session {
    const session = sessions.find(id);
    if (!session) throw new PorterError("NOT_FOUND", "There is no session with this id.");
    return session;
  }

  function requireServer(name: string): void {
    if (!names.includes(name))
      throw new PorterError("NOT_FOUND", `There is no MCP server "${name}" in the configuration.`);
  }

  const offOf = (id: string): string[] => setups.find(id)?.mcpOff ?? [];

  /** The session tells of its servers, too: there they stand without their tools. */
  function note(id: string, live: Awaited<ReturnType<LiveServers["list"]>>): void {
    transitions.noteMcpServers(
      id,
      live.map(({ name, status, error }) => ({ name, status, ...(error !== undefined && { error }) })),
    );
  }

  async function read(id: string): Promise<SessionServers> {
    const known = require(id).mcpServers;
    const off = offOf(id);
    const running = supervisor.serversOf(id);
    const live = running && (await listOf(running));
    const items = names.map((name): SessionServer => {
      const isOn = !off.includes(name);
      const found = live?.find((server) => server.name === name);
      const last = known.find((server) => server.name === name);
      return {
        name,
        isOn,
        isOwn: name === OWN,
        status: found?.status ?? null,
        error: (isOn && (found ?? last)?.error) || null,
        tools: found?.tools ?? [],
      };
    });
    return { items, process: await deps.memory.ofSession(id) };
  }

  /** @throws PorterError UNAVAILABLE when the process ends before it has answered */
  async function listOf(live: LiveServers): ReturnType<LiveServers["list"]> {
    try {
      return await live.list();
    } catch (cause) {
      throw new PorterError("UNAVAILABLE", "The session's process ended while it was asked. Ask again.", {
        cause,
      });
    }
  }

  /** @throws PorterError UNAVAILABLE with the CLI's own words */
  async function attempt(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new PorterError("UNAVAILABLE", `The server "${name}" did not take it: ${reason}`, { cause });
    }
  }

  return {
    /** @throws PorterError NOT_FOUND; UNAVAILABLE when the process ends meanwhile */
    servers: read,

    /**
     * Counts at once for a process that has the server, else from the next message on.
     * @throws PorterError NOT_FOUND, INVALID for Porter's own, UNAVAILABLE when it does not start
     */
    async switch({ id, name, on }: SwitchServer, actor: Actor): Promise<SessionServers> {
      require(id);
      requireServer(name);
      if (name === OWN)
        throw new PorterError("INVALID", "Porter's own tools are part of every session: they stay on.");
      const off = offOf(id).filter((each) => each !== name);
      setups.set(id, { mcpOff: on ? off : [...off, name] });
      transitions.changeSession(id, {}, actor);
      const live = supervisor.serversOf(id);
      if (live) {
        const isThere = (await listOf(live)).some((server) => server.name === name);
        // One that a process was started without cannot be added to it: the next process has it.
        if (isThere) await attempt(name, () => live.turn(name, on));
        else await supervisor.release(id);
        if (isThere) note(id, await listOf(live));
      }
      return read(id);
    },

    /** @throws PorterError NOT_FOUND; CONFLICT while no process runs; UNAVAILABLE when it does not start */
    async restart({ id, name }: RestartServer): Promise<SessionServers> {
      require(id);
      requireServer(name);
      const live = supervisor.serversOf(id);
      if (!live)
        throw new PorterError(
          "CONFLICT",
          "Nothing runs for this session. Its next message starts the servers anew.",
        );
      try {
        await attempt(name, () => live.restart(name));
      } finally {
        note(id, await listOf(live));
      }
      return read(id);
    },
  };
}
