import { expect, test } from "bun:test";
import { fileNameOf, writers } from "../../server/agents/export.ts";
import type { Message } from "../../shared/message.ts";
import { makeSession } from "../support/session.ts";

const session = makeSession({
  id: "00000000-0000-7000-8000-000000000007",
  title: "Paint\n the shed",
  cwd: "/srv/`odd`",
  model: "claude-opus-5-5",
  costUsd: 0.126,
  createdAt: new Date("2026-03-01T10:00:00Z"),
});
const message = (seq: number, role: Message["role"], content: Message["content"]): Message => ({
  id: `00000000-0000-7000-8000-00000000010${seq}`,
  sessionId: session.id,
  seq,
  role,
  content,
  state: "done",
  parentToolUseId: null,
  createdAt: new Date("2026-03-01T10:00:00Z"),
});

/** Every kind of block, from everybody who says something. */
const messages: Message[] = [
  message(1, "user", [
    { type: "image", mediaType: "image/png", data: "iVBORw0KGgo=" },
    { type: "text", text: "Paint it **red**.\n" },
  ]),
  message(2, "assistant", [
    { type: "thinking", text: "Which red?\n\nBrick." },
    { type: "thinking", text: " " },
    { type: "text", text: "I look.\n\n```sh\nls\n```" },
    { type: "tool_use", id: "call", name: "Bash", input: { command: "echo '```'" } },
    { type: "tool_use", id: "other", name: "mcp__porter__get_context", input: {} },
  ]),
  message(3, "tool", [
    { type: "tool_result", toolUseId: "call", text: "```\n````", isError: false },
    { type: "tool_result", toolUseId: "other", text: "Not now.", isError: true },
    { type: "image", mediaType: "image/webp", data: "AAAA" },
  ]),
  { ...message(4, "assistant", [{ type: "text", text: "of a sub-agent" }]), parentToolUseId: "call" },
  message(5, "system", [{ type: "text", text: "The conversation was compacted." }]),
  message(6, "assistant", [{ type: "text", text: "" }]),
  message(7, "assistant", [{ type: "text", text: "# Done\n\n- red" }]),
];
const changed = new Map([["call", { command: "true" }]]);

const whole = (format: keyof typeof writers) => {
  const { begin, message: write, end } = writers[format];
  return begin(session) + messages.map((each, index) => write(each, index === 0, changed)).join("") + end;
};

const GOLDEN = `# Paint the shed

- Session: 00000000-0000-7000-8000-000000000007
- Folder: ~~ /srv/~odd~ ~~
- Model: claude-opus-5-5
- Started: 2026-03-01T10:00:00.000Z
- Cost: 0.13 US dollars

## You

(a picture, image/png)

Paint it **red**.

## Claude

> Which red?
>
> Brick.

I look.

~~~sh
ls
~~~

**Bash**

~~~~json
{
  "command": "echo '~~~'"
}
~~~~

Its owner changed this before they allowed it; it ran with:

~~~json
{
  "command": "true"
}
~~~

**mcp__porter__get_context**

~~~json
{}
~~~

Result:

~~~~~
~~~
~~~~
~~~~~

Error:

~~~
Not now.
~~~

(a picture, image/webp)

The conversation was compacted.

## Claude

# Done

- red

`.replaceAll("~", "`");

test("a session with every kind of block is this Markdown", () => {
  expect(whole("markdown")).toBe(GOLDEN);
  expect(fileNameOf(session, writers.markdown)).toBe("paint-the-shed.md");
});

test("as JSON it has every message whole, and what its owner changed", () => {
  const { session: head, messages: read } = JSON.parse(whole("json"));
  expect(head).toMatchObject({ id: session.id, title: session.title, costUsd: 0.126 });
  expect(read).toEqual(
    JSON.parse(
      JSON.stringify(
        messages.map(({ id, seq, role, content, parentToolUseId, createdAt }) => ({
          id,
          seq,
          role,
          content,
          ...(seq === 2 && { changedInputs: { call: { command: "true" } } }),
          parentToolUseId,
          createdAt,
        })),
      ),
    ),
  );
});
