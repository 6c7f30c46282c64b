import { expect, test } from "bun:test";
import { join } from "node:path";
import { onTerminal, startCommand } from "../cli/command.ts";
import { scratchDir } from "../support/server.ts";

const TERMINAL = join(import.meta.dir, "../../client/cli/attach/terminal.ts");

// An approval with two questions that is answered elsewhere just behind the first answer: the second was asked all the
// same, and the command, which had nothing to wait for any more, waited for a line.
test.skipIf(Bun.which("script") === null)("what was answered elsewhere is not asked any more", async () => {
  using scratch = scratchDir("question");
  const path = join(scratch.path, "ask.ts");
  await Bun.write(
    path,
    `import { findTerminal } from ${JSON.stringify(TERMINAL)};
    const signal = AbortSignal.abort(new Error("answered elsewhere"));
    await findTerminal().ask("And the door? ", signal).catch(({ message }) => console.log(message));`,
  );
  await using asking = startCommand(onTerminal(`'${process.execPath}' '${path}'`), { TERM: "xterm" });
  expect(await asking.stdout.whole()).toBe("answered elsewhere\r\n");
});
