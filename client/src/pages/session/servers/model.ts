import { createEffect, createSignal, on, type Accessor } from "solid-js";
import type { SessionServers } from "../../../../../shared/mcp-control.ts";
import type { Session } from "../../../../../shared/session.ts";
import { explain } from "../../../api/errors.ts";
import { api } from "../../../api/options.ts";
import { queryClient } from "../../../api/query-client.ts";
import { createQuery } from "../../../api/query.ts";
import { showToast } from "../../../shell/toast.ts";

/** The MCP servers of one session, read anew when it moves on. What is asked of them is done one after the other. */
export function createServersModel(session: Accessor<Session>) {
  const options = () => api.agents.servers.queryOptions({ id: session().id });
  const query = createQuery(options);
  type Asked = { on: boolean | undefined };
  /** By server, what was asked last and is not done yet. */
  const [asked, setAsked] = createSignal<ReadonlyMap<string, Asked>>(new Map());
  let before = Promise.resolve();
  createEffect(on(() => session().updatedAt.getTime(), query.refetch, { defer: true }));

  async function run(name: string, mine: Asked, work: () => Promise<SessionServers>): Promise<void> {
    try {
      queryClient.setQueryData(options().queryKey, await work());
    } catch (error) {
      showToast({ message: explain(error), kind: "error" });
      query.refetch();
    }
    setAsked((all) => (all.get(name) === mine ? new Map([...all].filter(([other]) => other !== name)) : all));
  }

  function ask(name: string, on: boolean | undefined, work: () => Promise<SessionServers>): void {
    const mine = { on };
    setAsked((all) => new Map([...all, [name, mine]]));
    before = before.then(() => run(name, mine, work));
  }

  return {
    query,
    isBusy: (name: string) => asked().has(name),
    /** As it is, or as it was just asked to be. */
    isOn: ({ name, isOn }: { name: string; isOn: boolean }) => asked().get(name)?.on ?? isOn,
    turn: (name: string, on: boolean) =>
      ask(name, on, () => api.agents.switchServer.mutate({ id: session().id, name, on })),
    restart: (name: string) =>
      ask(name, undefined, () => api.agents.restartServer.mutate({ id: session().id, name })),
  };
}
