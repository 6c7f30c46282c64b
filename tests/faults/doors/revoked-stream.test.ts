import { expect, test } from "bun:test";
import { hashSecret } from "../../../server/auth/secret.ts";
import { NO_CLAUDE } from "../../support/no-claude.ts";
import { figure } from "../../support/figures.ts";
import { startPorter, type Porter } from "../../support/server.ts";
import { issueCredential, openBeside } from "../../support/credential.ts";

/** A stream over which events have begun to come. */
async function openStream(porter: Porter, path: string, headers: Record<string, string>) {
  const answer = await fetch(`${porter.url}/trpc/${path}`, { headers });
  const chunks = (answer.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).values();
  /** Resolves with what came, once the word is in it or the stream is over. */
  async function until(word: string): Promise<string> {
    let text = "";
    while (!text.includes(word)) {
      const { done, value } = await chunks.next();
      if (done) return text;
      text += value;
    }
    return text;
  }
  await until('"ready"');
  return { until, isOver: () => until("what nobody writes") };
}

test("a stream ends within 5 s of its cookie being signed out, or its token revoked or expired", async () => {
  await using porter = await startPorter({ config: NO_CLAUDE });
  const { id: sessionId } = await porter.client.agents.start.mutate({ prompt: "one" });
  const cookieOf = (credential: string) => ({ cookie: `porter_${porter.port}=${credential}` });
  const bearerOf = (token: string) => ({ authorization: `Bearer ${token}` });
  const signedOut = cookieOf(issueCredential(porter, { kind: "browser" }));
  const kept = cookieOf(issueCredential(porter, { kind: "browser" }));
  const [revoked, expired] = [1, 2].map(() => issueCredential(porter, { kind: "session", sessionId })) as [
    string,
    string,
  ];
  const named = await porter.client.tokens.create.mutate({ name: "Watcher", scope: "read" });
  const short = issueCredential(porter, { kind: "token", scope: "owner" });
  const streams = await Promise.all([
    openStream(porter, "tasks.onChange", bearerOf(named.token)),
    openStream(porter, "events.onEvent", bearerOf(short)),
    openStream(porter, "events.onEvent", signedOut),
    openStream(porter, "tasks.onChange", bearerOf(revoked)),
    openStream(porter, "calendar.onChange", bearerOf(expired)),
  ]);
  const beside = await openStream(porter, "tasks.onChange", kept);

  const start = performance.now();
  await fetch(`${porter.url}/logout`, {
    method: "POST",
    headers: { ...signedOut, "content-type": "application/json" },
  });
  using database = openBeside(porter);
  database.run("DELETE FROM credentials WHERE hash = ?", [hashSecret(revoked)]);
  for (const credential of [expired, short])
    database.run("UPDATE credentials SET expires_at = 1 WHERE hash = ?", [hashSecret(credential)]);
  await porter.client.tokens.revoke.mutate({ id: named.id });
  await Promise.all(streams.map(({ isOver }) => isOver()));
  const seconds = (performance.now() - start) / 1000;
  expect(seconds).toBeLessThan(5);

  await porter.client.tasks.create.mutate({ title: "Told to who is still let in" });
  expect(await beside.until("still let in")).toContain("still let in");
  figure("doors", "until a stream ended whose credential is void", seconds, "s");
});
