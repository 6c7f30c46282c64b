import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { z } from "zod";

/**
 * What is needed of an entry of a transcript. The CLI keeps a conversation as lines of JSON in
 * `<configuration>/projects/<folder>/<its id>.jsonl`; each entry names the one that it follows, so that what was
 * rewound stays in the file and is no longer part of the conversation.
 */
const Entry = z.object({
  type: z.string(),
  uuid: z.string().nullish(),
  parentUuid: z.string().nullish(),
  /** Of what stands behind a compaction: the entry in front of it. */
  logicalParentUuid: z.string().nullish(),
  isSidechain: z.boolean().nullish(),
  isMeta: z.boolean().nullish(),
  timestamp: z.string().nullish(),
  attachment: z.object({ type: z.string(), toolUseID: z.string().nullish() }).nullish(),
  message: z
    .object({ id: z.string().nullish(), content: z.union([z.string(), z.array(z.unknown())]) })
    .nullish(),
});
export type TranscriptEntry = z.infer<typeof Entry>;

/** One message of the conversation; the CLI writes a line for each block of an answer. */
export type TranscriptMessage = { uuid: string; entries: Place[] };
type Place = { offset: number; length: number };

type Known = Place & {
  uuid: string;
  parent: string | undefined;
  kind: "prompt" | "result" | "answer" | "other";
  apiId: string | undefined;
};

/** The file of a conversation, undefined when the CLI has none of this id. */
export async function findTranscript(
  configFolder: string,
  claudeSessionId: string,
): Promise<string | undefined> {
  if (!z.uuid().safeParse(claudeSessionId).success) return undefined; // It becomes part of a path.
  const projects = join(configFolder, "projects");
  for (const folder of await readdir(projects).catch(() => [])) {
    const path = join(projects, folder, `${claudeSessionId}.jsonl`);
    if (await isFile(path)) return path;
  }
  return undefined;
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

/** The entries of a transcript, one at a time, so that a large one is never in memory as a whole. */
async function* readTranscript(path: string): AsyncGenerator<Place & { entry: TranscriptEntry }> {
  const decoder = new TextDecoder();
  let rest: Uint8Array[] = [];
  let offset = 0;
  const readLine = (end: Uint8Array): (Place & { entry: TranscriptEntry }) | undefined => {
    const line = rest.length === 0 ? end : Buffer.concat([...rest, end]);
    rest = [];
    const place = { offset, length: line.length };
    offset += line.length + 1;
    const entry = parseEntry(decoder.decode(line));
    return entry && { ...place, entry };
  };
  for await (const chunk of Bun.file(path).stream()) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      const read = readLine(chunk.subarray(from, at));
      from = at + 1;
      if (read) yield read;
    }
    if (from < chunk.length) rest.push(chunk.slice(from));
    // The next chunk is mostly there already: without this nothing else would run until the end of the file.
    await setImmediate();
  }
  // A line without its end was cut off by a crash, or is being written.
  const last = rest.length > 0 ? readLine(new Uint8Array()) : undefined;
  if (last) yield last;
}

const NEWLINE = 10;

function parseEntry(line: string): TranscriptEntry | undefined {
  try {
    return Entry.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined; // not whole
  }
}

/**
 * The messages of the conversation as it stands, oldest first, as places in the file.
 * @param saysSomething whether an entry is for a reader at all
 */
export async function indexTranscript(
  path: string,
  saysSomething: (entry: TranscriptEntry) => boolean,
): Promise<TranscriptMessage[]> {
  const known: Known[] = [];
  for await (const { entry, offset, length } of readTranscript(path)) {
    if (!entry.uuid || entry.isSidechain) continue;
    const parent = entry.parentUuid ?? entry.logicalParentUuid ?? undefined;
    const apiId = (entry.type === "assistant" && entry.message?.id) || undefined;
    const kind = saysSomething(entry) ? kindOf(entry) : "other";
    known.push({ uuid: entry.uuid, parent, kind, apiId, offset, length });
  }
  return groupAnswers(pickConversation(known));
}

function kindOf(entry: TranscriptEntry): Known["kind"] {
  if (entry.isMeta || !entry.message) return "other";
  if (entry.type === "assistant") return "answer";
  if (entry.type !== "user") return "other";
  return answeredCalls(entry).length > 0 ? "result" : "prompt";
}

function answeredCalls({ message }: TranscriptEntry): string[] {
  const content = message?.content ?? [];
  if (typeof content === "string") return [];
  return content.flatMap((block) => ToolResult.safeParse(block).data?.tool_use_id ?? []);
}

const ToolResult = z.object({ type: z.literal("tool_result"), tool_use_id: z.string() });

/** From the last message up to the first. Calls made at once branch off: their blocks and results belong to it too. */
function pickConversation(known: readonly Known[]): Known[] {
  const byId = new Map(known.map((entry) => [entry.uuid, entry]));
  const chain = new Set<string>();
  const apiIds = new Set<string>();
  let at = known.findLast(({ kind }) => kind !== "other");
  while (at && !chain.has(at.uuid)) {
    chain.add(at.uuid);
    if (at.apiId !== undefined) apiIds.add(at.apiId);
    at = at.parent === undefined ? undefined : byId.get(at.parent);
  }
  const belongs = ({ uuid, kind, apiId, parent }: Known): boolean => {
    if (chain.has(uuid) || (apiId !== undefined && apiIds.has(apiId))) return true;
    const caller = kind === "result" && parent !== undefined ? byId.get(parent) : undefined;
    return caller?.apiId !== undefined && apiIds.has(caller.apiId);
  };
  return known.filter((entry) => entry.kind !== "other" && belongs(entry));
}

function groupAnswers(conversation: readonly Known[]): TranscriptMessage[] {
  const messages: (TranscriptMessage & { apiId: string | undefined })[] = [];
  for (const { uuid, apiId, offset, length } of conversation) {
    const last = messages.at(-1);
    if (last && apiId !== undefined && last.apiId === apiId) {
      last.entries.push({ offset, length });
      last.uuid = uuid;
    } else messages.push({ uuid, apiId, entries: [{ offset, length }] });
  }
  return messages;
}

/**
 * Where a call was parked, and whether it has an answer by now all the same. Undefined when the transcript does not say
 * that it was.
 */
export async function findParking(
  path: string,
  toolUseId: string,
): Promise<{ uuid: string; isAnswered: boolean } | undefined> {
  let uuid: string | undefined;
  let isAnswered = false;
  for await (const { entry } of readTranscript(path)) {
    if (entry.attachment?.type === PARKED && entry.attachment.toolUseID === toolUseId)
      uuid = entry.uuid ?? undefined;
    if (answeredCalls(entry).includes(toolUseId)) isAnswered = true;
  }
  return uuid === undefined ? undefined : { uuid, isAnswered };
}

const PARKED = "hook_deferred_tool";

/** The entries of a message, read from the file. */
export async function readEntries(path: string, { entries }: TranscriptMessage): Promise<TranscriptEntry[]> {
  const file = Bun.file(path);
  const read = await Promise.all(
    entries.map(({ offset, length }) => file.slice(offset, offset + length).text()),
  );
  return read.flatMap((line) => parseEntry(line) ?? []);
}
