import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { makeReference, REFERENCE } from "../../docs/reference.ts";

test("docs/reference.md says what the sources say", async () => {
  const made = (await makeReference()).split("\n");
  const written = readFileSync(REFERENCE, "utf8").split("\n");
  const line = made.findIndex((text, index) => text !== written[index]);
  const stale =
    line === -1 && made.length === written.length ? undefined : { line: line + 1, is: made[line] };
  // One line says what is wrong; the difference of thousands would not.
  expect(stale, "It is stale: bun docs/reference.ts writes it anew.").toBeUndefined();
});
