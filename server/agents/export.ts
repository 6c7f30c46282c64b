import type { ExportFormat } from "../../shared/history.ts";
import type { Block, Message } from "../../shared/message.ts";
import type { Session } from "../../shared/session.ts";

/** What the owner made of a call's input before they allowed it, by the call. */
type ChangedInputs = ReadonlyMap<string, unknown>;

/** How the pieces of an exported session are written; one behind the other they are the whole. */
type Writer = {
  mediaType: string;
  extension: string;
  begin: (session: Session) => string;
  /** `isFirst`: of the session. */
  message: (message: Message, isFirst: boolean, changed: ChangedInputs) => string;
  end: string;
};

export const writers: Record<ExportFormat, Writer> = {
  json: {
    mediaType: "application/json",
    extension: "json",
    begin: (session) => `{\n"session": ${JSON.stringify(exported(session), null, 2)},\n"messages": [\n`,
    message({ id, seq, role, content, parentToolUseId, createdAt }, isFirst, changed) {
      const made = content.flatMap((block) =>
        block.type === "tool_use" && changed.has(block.id) ? [[block.id, changed.get(block.id)]] : [],
      );
      const changedInputs = made.length > 0 ? Object.fromEntries(made) : undefined;
      const line = { id, seq, role, content, changedInputs, parentToolUseId, createdAt };
      return `${isFirst ? "" : ",\n"}${JSON.stringify(line)}`;
    },
    end: "\n]\n}\n",
  },
  markdown: {
    mediaType: "text/markdown",
    extension: "md",
    begin: (session) => `${frontMatter(session)}\n`,
    // What a sub-agent found stands in the result of its call.
    message: (message, _isFirst, changed) =>
      message.parentToolUseId === null ? describeMessage(message, changed) : "",
    end: "",
  },
};

/** `Mend the fence` → `mend-the-fence.md`. */
export function fileNameOf({ title }: Session, { extension }: Pick<Writer, "extension">): string {
  const name = title
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
  return `${name || "session"}.${extension}`;
}

/** What says something outside of Porter. */
const EXPORTED = [
  ...(["id", "title", "prompt", "status", "claudeSessionId", "taskId", "cwd", "model"] as const),
  ...(["costUsd", "usage", "startedBy", "origin", "forkedFrom", "createdAt", "updatedAt"] as const),
];

const exported = (session: Session) => Object.fromEntries(EXPORTED.map((key) => [key, session[key]]));

function frontMatter({ title, id, cwd, model, costUsd, createdAt }: Session): string {
  return [
    `# ${oneLine(title)}`,
    "",
    `- Session: ${id}`,
    `- Folder: ${code(cwd)}`,
    `- Model: ${model ?? "Claude's own choice"}`,
    `- Started: ${createdAt.toISOString()}`,
    `- Cost: ${costUsd.toFixed(2)} US dollars`,
    "",
  ].join("\n");
}

const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();

const headings = { user: "## You", assistant: "## Claude", tool: "", system: "" };

function describeMessage({ role, content }: Message, changed: ChangedInputs): string {
  const parts = content.map((block) => describeBlock(block, changed)).filter((part) => part !== "");
  if (parts.length === 0) return "";
  return [headings[role], ...parts].filter((part) => part !== "").join("\n\n") + "\n\n";
}

function describeBlock(block: Block, changed: ChangedInputs): string {
  switch (block.type) {
    case "text":
      return block.text.trim();
    case "thinking":
      return block.text.trim() === "" ? "" : quote(block.text.trim());
    case "tool_use":
      return [
        `**${oneLine(block.name)}**`,
        fenceJson(block.input),
        ...(changed.has(block.id)
          ? ["Its owner changed this before they allowed it; it ran with:", fenceJson(changed.get(block.id))]
          : []),
      ].join("\n\n");
    case "tool_result":
      return `${block.isError ? "Error" : "Result"}:\n\n${fence(block.text)}`;
    case "image":
      return `(a picture, ${block.mediaType})`;
  }
}

const quote = (text: string) =>
  text
    .split("\n")
    .map((line) => `> ${line}`.trimEnd())
    .join("\n");

const fenceJson = (value: unknown) => fence(JSON.stringify(value, null, 2) ?? "", "json");

/** Longer than the longest run of backticks inside, so that nothing in it can end it. */
function fence(text: string, language = ""): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const marks = "`".repeat(longest + 1);
  return `${marks}${language}\n${text}\n${marks}`;
}

function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const marks = "`".repeat(longest + 1);
  return longest > 0 ? `${marks} ${text} ${marks}` : `${marks}${text}${marks}`;
}
