import { createEffect, createMemo, createSignal, on, type Accessor } from "solid-js";
import type { SlashCommand } from "../../../../shared/session.ts";
import { api } from "../../api/options.ts";
import { createQuery } from "../../api/query.ts";
import type { CompletionQuery } from "./completion-query.ts";

export type Choice = { value: string; label: string; detail: string };

const MOST = 30;

/** What begins with the letters comes before what holds them. */
function matching(commands: readonly SlashCommand[], query: string): SlashCommand[] {
  const wanted = query.toLowerCase();
  const placeOf = ({ name }: SlashCommand) => name.toLowerCase().indexOf(wanted);
  return commands
    .filter((command) => placeOf(command) >= 0)
    .toSorted((a, b) => Math.sign(placeOf(a)) - Math.sign(placeOf(b)) || a.name.localeCompare(b.name))
    .slice(0, MOST);
}

/** The choices for what is being typed, and which of them is marked. */
export function createCompletion(id: string, asked: Accessor<CompletionQuery | undefined>) {
  const isCommand = () => asked()?.kind === "command";
  const commands = createQuery(() => ({
    ...api.agents.commands.queryOptions({ id }),
    enabled: isCommand(),
  }));
  const files = createQuery(() => ({
    ...api.agents.files.queryOptions({ id, query: asked()?.query ?? "" }),
    enabled: asked()?.kind === "file",
    keepPrevious: true,
  }));
  const choices = createMemo((): Choice[] => {
    const query = asked();
    if (!query) return [];
    if (query.kind === "file")
      return (files.data()?.items ?? []).map((path) => ({ value: path, label: path, detail: "" }));
    return matching(commands.data()?.items ?? [], query.query).map(({ name, description, argumentHint }) => ({
      value: name,
      label: argumentHint === "" ? `/${name}` : `/${name} ${argumentHint}`,
      detail: description,
    }));
  });
  const [marked, setMarked] = createSignal(0);
  createEffect(on(choices, () => setMarked(0)));

  return {
    choices,
    marked,
    setMarked,
    move: (by: number) => setMarked((at) => (at + by + choices().length) % Math.max(1, choices().length)),
  };
}
