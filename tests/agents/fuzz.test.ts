import { expect, test } from "bun:test";
import { decode } from "../../server/agents/decode.ts";
import { onlyMessageLines } from "../../server/agents/runner/message-lines.ts";
import { HELLO, makeFakeClaude, runFake } from "../support/fake-claude.ts";
import { scratchDir } from "../support/server.ts";

/** What Porter makes of a stream, up to the result or the end. */
async function hear(
  mode: string,
): Promise<{ signals: string[]; text: string; failure: unknown; stderr: string }> {
  using folder = scratchDir("fuzz");
  const agent = runFake({ command: makeFakeClaude(folder.path), cwd: folder.path, mode });
  const signals: string[] = [];
  let text = "";
  let failure: unknown;
  agent.send(HELLO);
  try {
    for await (const message of agent.messages) {
      for (const signal of decode(message)) {
        signals.push(signal.type);
        if (signal.type === "block_whole" && signal.block.type === "text") text = signal.block.text;
      }
      if (signals.includes("result")) break;
    }
  } catch (error) {
    failure = error;
  } finally {
    await agent.end();
  }
  return { signals, text, failure, stderr: agent.stderrTail() };
}

const whole = ["plain", "bytes", "crlf", "blank", "noise", "invalid-utf8", "unknown", "64mb", "stderr"];
test.each(whole)("a stream that is %s gives the whole answer", async (mode) => {
  const { signals, text, failure } = await hear(mode);
  expect(failure).toBeUndefined();
  expect(text).toBe("Grüße, 世界 🚂");
  expect(signals.at(-1)).toBe("result");
});

test.each(["mid-line", "endless"])("a stream that is %s keeps what was said, and fails", async (mode) => {
  const { signals, text, failure, stderr } = await hear(mode);
  expect(text).toBe("Grüße, 世界 🚂");
  if (mode === "endless") expect(stderr).toContain("longer than 128 MB");
  expect(signals).not.toContain("result");
  expect(failure).toBeInstanceOf(Error);
});

test("of any lines, cut anywhere, those that are objects come through as they were", async () => {
  const lines = ['{"a":1}', "null", "", '  {"b":"ü"}', "42", "[1]", "words", '{"c":{}}\r', "   "];
  const bytes = Buffer.from(`${lines.join("\n")}\n`);
  for (let size = 1; size <= bytes.length; size++) {
    const filter = onlyMessageLines(1_000, () => undefined);
    for (let from = 0; from < bytes.length; from += size) filter.write(bytes.subarray(from, from + size));
    filter.end();
    const read = Buffer.concat(await filter.toArray()).toString();
    const objects = read.split("\n").flatMap((line) => (line.trim() === "" ? [] : [JSON.parse(line)]));
    expect(objects).toEqual([{ a: 1 }, { b: "ü" }, { c: {} }]);
  }
});
