import { expect, test } from "bun:test";
import { startPorter } from "../support/server.ts";

// What a parser threw reached the client as it was: "Maximum call stack size exceeded.", "Cannot destructure property
// 'json' from null or undefined value", a link into superjson's issues.
test("a body that cannot be read is told in our words, not in the parser's", async () => {
  await using porter = await startPorter();
  for (const body of ["null", "{", '{"json":{},"meta":{"values":{"title":[["class","Foo"]]}}}']) {
    const answer = await fetch(`${porter.url}/trpc/tasks.create`, {
      method: "POST",
      headers: { authorization: `Bearer ${porter.token}`, "content-type": "application/json" },
      body,
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      error: { json: { message: "The input cannot be read.", data: { porter: { code: "INVALID" } } } },
    });
  }
});
