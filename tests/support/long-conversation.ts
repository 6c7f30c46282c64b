import { Database } from "bun:sqlite";
import { join } from "node:path";
import type { Block, MessageRole } from "../../shared/message.ts";
import type { Porter } from "./server.ts";

type Written = { role: MessageRole; content: Block[]; parentToolUseId?: string };

/** One exchange of seven messages in the shapes that agents make; every tenth has a sub-agent with four more. */
function exchange(number: number): Written[] {
  const [edit, call] = [`toolu_edit_${number}`, `toolu_agent_${number}`];
  const inner = (role: MessageRole, content: Block[]) => ({ role, content, parentToolUseId: call });
  const grep = `toolu_grep_${number}`;
  const nested: Written[] = [
    inner("user", [{ type: "text", text: `Count the posts of field ${number}.` }]),
    inner("assistant", [{ type: "tool_use", id: grep, name: "Grep", input: { pattern: "post" } }]),
    inner("tool", [{ type: "tool_result", toolUseId: grep, text: "12 matches", isError: false }]),
    inner("assistant", [{ type: "text", text: `Nested find ${number}: twelve.` }]),
  ];
  return [
    { role: "user", content: [{ type: "text", text: `Question ${number}: is post ${number} sound?` }] },
    {
      role: "assistant",
      content: [
        { type: "thinking", text: `Post ${number} stands in wet ground. `.repeat(8) },
        { type: "text", text: `I look at **post ${number}** and at \`fence.ts\`.` },
        {
          type: "tool_use",
          id: edit,
          name: "Edit",
          input: {
            file_path: `/home/fence/post-${number}.ts`,
            old_string: `const depth = ${number};\nexport const wood = "hazel";`,
            new_string: `const depth = ${number + 1};\nexport const wood = "larch";`,
          },
        },
      ],
    },
    { role: "tool", content: [{ type: "tool_result", toolUseId: edit, text: "Edited.", isError: false }] },
    {
      role: "assistant",
      content: [
        { type: "text", text: "Somebody counts." },
        { type: "tool_use", id: call, name: "Agent", input: { description: "Count", prompt: "Count" } },
      ],
    },
    ...(number % 10 === 0 ? nested : []),
    {
      role: "tool",
      content: [{ type: "tool_result", toolUseId: call, text: "Twelve. ".repeat(200), isError: false }],
    },
    { role: "assistant", content: [{ type: "text", text: report(number) }] },
  ];
}

const report = (number: number) => `## Post ${number}

It leans by **${number % 30} degrees**; see [the notes](https://example.net/${number}). Dig it out, and mind the \`roots\`:
the ground is wet for half of the year.

- Measure *twice*, cut once
- Larch lasts longer than hazel

\`\`\`ts
export async function depth${number}(post: Post): Promise<number> {
  const { height } = await posts.find(post.id); // in metres
  return height > ${number} ? height * 0.3 : fallback("shallow");
}
\`\`\`

| Post | Wood | State |
| --- | :-: | --: |
| ${number} | Larch | good |`;

/**
 * Writes so many messages behind those of a session, past the server, in the shapes that agents make.
 * @returns the last `seq`, and the `seq` of each question by its number
 */
export function lengthenConversation(
  { dataDir }: Pick<Porter, "dataDir">,
  sessionId: string,
  count: number,
): { last: number; questions: number[] } {
  using database = new Database(join(dataDir, "porter.db"));
  database.run("PRAGMA busy_timeout = 10000");
  const { last: first } = database
    .query<{ last: number }, [string]>(
      "SELECT coalesce(max(seq), 0) AS last FROM messages WHERE session_id = ?",
    )
    .get(sessionId) ?? { last: 0 };
  const insert = database.query(
    "INSERT INTO messages (id, session_id, seq, role, content, parent_tool_use_id, state, created_at) VALUES (?, ?, ?, ?, ?, ?, 'done', ?)",
  );
  const questions: number[] = [];
  let seq = first;
  // Each write is short: the server waits for none longer than a second.
  const write = database.transaction((from: number) => {
    for (let number = from; number < from + 50 && seq - first < count; number++) {
      questions.push(seq + 1);
      for (const { role, content, parentToolUseId = null } of exchange(number)) {
        seq++;
        const at = Date.UTC(2026, 0, 1) + seq * 1_000;
        insert.run(Bun.randomUUIDv7(), sessionId, seq, role, JSON.stringify(content), parentToolUseId, at);
      }
    }
  });
  for (let from = 0; seq - first < count; from += 50) write(from);
  return { last: seq, questions };
}
