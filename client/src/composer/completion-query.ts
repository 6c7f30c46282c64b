/** What stands in front of the caret and can be completed: a command or a file, by the letters typed of it. */
export type CompletionQuery = { kind: "command" | "file"; query: string; from: number };

/** Nobody types more letters of a name; behind a pasted text there is nothing to complete. */
const LONGEST = 200;

/** A command begins the message; a file may be named anywhere, behind a space or a bracket. */
export function completionAt(text: string, caret: number): CompletionQuery | undefined {
  const before = text.slice(Math.max(0, caret - LONGEST), caret);
  const command = caret < LONGEST ? /^\/(\S*)$/.exec(before) : null;
  if (command) return { kind: "command", query: command[1] ?? "", from: 0 };
  const file = /(?:^|[\s([{"'`])@([^\s@]*)$/.exec(before);
  if (!file) return undefined;
  const query = file[1] ?? "";
  return { kind: "file", query, from: caret - query.length - 1 };
}
