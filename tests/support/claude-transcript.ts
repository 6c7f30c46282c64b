import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";

type Said = { user: unknown } | { assistant: unknown[]; apiId?: string } | { entry: Record<string, unknown> };

/** A conversation of the owner's own Claude, as the CLI keeps it: one line of JSON for each entry. */
export function writeTranscript(
  home: string,
  { id = crypto.randomUUID(), cwd, said }: { id?: string; cwd: string; said: readonly Said[] },
): { id: string; path: string; uuids: string[] } {
  mkdirSync(cwd, { recursive: true });
  const folder = realpathSync(cwd);
  const project = join(home, ".claude/projects", folder.replace(/[^a-zA-Z0-9]/g, "-"));
  mkdirSync(project, { recursive: true });
  const uuids: string[] = [];
  /** A sub-agent's entries are beside the conversation. */
  const isBeside = (each: Said) => "entry" in each && each.entry.isSidechain === true;
  const lines = said.map((each, index) => {
    const uuid = crypto.randomUUID();
    const common = {
      parentUuid: uuids.at(-1) ?? null,
      isSidechain: false,
      userType: "external",
      cwd: folder,
      sessionId: id,
      version: "2.1.197",
      gitBranch: "main",
      uuid,
      timestamp: new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString(),
    };
    if (!isBeside(each)) uuids.push(uuid);
    if ("entry" in each) return JSON.stringify({ ...common, ...each.entry });
    if ("user" in each)
      return JSON.stringify({ ...common, type: "user", message: { role: "user", content: each.user } });
    const message = {
      id: each.apiId ?? `msg_${index}`,
      type: "message",
      role: "assistant",
      model: "claude-sonnet-4-5",
      content: each.assistant,
      stop_reason: null,
      usage: { input_tokens: 1, output_tokens: 1 },
    };
    return JSON.stringify({ ...common, type: "assistant", message });
  });
  const path = join(project, `${id}.jsonl`);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return { id, path, uuids };
}

export const said = (text: string) => ({ type: "text", text });
