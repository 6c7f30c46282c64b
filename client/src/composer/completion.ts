import { createEffect, createMemo, createSignal, on, type Accessor } from "solid-js";
import type { SlashCommand } from "../../../shared/session.ts";
import { api } from "../api/options.ts";
import { createQuery } from "../api/query.ts";
import type { CompletionQuery } from "./completion-query.ts";

/** Whose commands and files are offered: a session's, or those of a folder in which one would begin. */
export type CompletionSource = { id: string } | { cwd: string | undefined };

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

const commandsOf = (source: CompletionSource) =>
  "id" in source ? api.agents.commands.queryOptions(source) : api.agents.commandsIn.queryOptions(source);
const filesOf = (source: CompletionSource, query: string) =>
  "id" in source
    ? api.agents.files.queryOptions({ ...source, query })
    : api.agents.filesIn.queryOptions({ ...source, query });

/** The choices for what is being typed, and which of them is marked. */
export function createCompletion(
  source: Accessor<CompletionSource>,
  asked: Accessor<CompletionQuery | undefined>,
) {
  const isCommand = () => asked()?.kind === "command";
  const commands = createQuery(() => ({
    ...commandsOf(source()),
    enabled: isCommand(),
  }));
  const files = createQuery(() => ({
    ...filesOf(source(), asked()?.query ?? ""),
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
  // Asked too early, a session has had nothing to offer yet.
  createEffect(on(isCommand, (is) => is && commands.refetch()));
  const [marked, setMarked] = createSignal(0);
  createEffect(on(choices, () => setMarked(0)));

  return {
    choices,
    marked,
    setMarked,
    move: (by: number) => setMarked((at) => (at + by + choices().length) % Math.max(1, choices().length)),
  };
}
