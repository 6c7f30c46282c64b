import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { createTranscript } from "../../client/sdk/transcript.ts";
import type { Block, Delta, Message } from "../../shared/message.ts";

const message = (seq: number, content: Block[], state: Message["state"] = "streaming"): Message => ({
  id: `m${seq}`,
  sessionId: "s",
  seq,
  role: "assistant",
  content,
  state,
  parentToolUseId: null,
  createdAt: new Date(0),
});

const delta = (seq: number, offset: number, text: string, block = 0): Delta => ({
  type: "delta",
  sessionId: "s",
  messageId: `m${seq}`,
  block,
  offset,
  text,
});

describe("the transcript of an answer", () => {
  test("gives every character once and in order, whatever comes twice, late or never", () => {
    const pieces = fc.array(fc.string({ minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 12 });
    // After each piece: its delta may be lost, and a message as it stood then or earlier may come.
    const fates = fc.array(fc.record({ lost: fc.boolean(), snapshot: fc.option(fc.nat()) }), {
      minLength: 12,
      maxLength: 12,
    });
    fc.assert(
      fc.property(pieces, fates, (texts, fate) => {
        const transcript = createTranscript(0);
        let out = [...transcript.read(message(1, [{ type: "text", text: "" }]))].join("");
        let whole = "";
        texts.forEach((text, i) => {
          const offset = whole.length;
          whole += text;
          if (!fate[i]?.lost) out += [...transcript.append(delta(1, offset, text))].join("");
          const stood = fate[i]?.snapshot;
          if (typeof stood === "number") {
            const earlier = whole.slice(0, whole.length - (stood % (whole.length + 1)));
            out += [...transcript.read(message(1, [{ type: "text", text: earlier }]))].join("");
          }
        });
        out += [...transcript.read(message(1, [{ type: "text", text: whole }], "done"))].join("");
        expect(out).toBe(whole);
      }),
    );
  });

  test("gives the agent's text only: no thinking, no tools, nobody else's words", () => {
    const transcript = createTranscript(0);
    const said = [
      ...transcript.read({ ...message(1, [{ type: "text", text: "question" }]), role: "user" }),
      ...transcript.read(
        message(2, [
          { type: "thinking", text: "hm" },
          { type: "text", text: "An" },
        ]),
      ),
      ...transcript.append(delta(2, 2, "m", 0)),
      ...transcript.append(delta(2, 2, "swer", 1)),
      ...transcript.read({ ...message(3, [{ type: "text", text: "a notice" }]), role: "system" }),
    ];
    expect(said.join("")).toBe("Answer");
  });

  test("puts an empty line between two blocks, and leaves out what stood before", () => {
    const transcript = createTranscript(1);
    const said = [1, 2, 3].flatMap((seq) => [
      ...transcript.read(message(seq, [{ type: "text", text: `t${seq}` }])),
    ]);
    expect(said.join("")).toBe("t2\n\nt3");
  });

  test("an answer that the model begins anew is given anew, behind an empty line", () => {
    const transcript = createTranscript(0);
    const said = [
      ...transcript.read(message(1, [{ type: "text", text: "Half an" }])),
      ...transcript.read(message(1, [])),
      ...transcript.read(message(1, [{ type: "text", text: "" }])),
      ...transcript.append(delta(1, 0, "A whole one")),
    ];
    expect(said.join("")).toBe("Half an\n\nA whole one");
  });
});
