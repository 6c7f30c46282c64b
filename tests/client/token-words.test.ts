import { expect, test } from "bun:test";
import { isOver, lineOf, setUpsOf } from "../../client/src/pages/settings/token-words.ts";
import type { Token } from "../../shared/token.ts";

const now = new Date("2030-06-15T12:00:00Z");
const token = (given: Partial<Token>): Token => ({
  id: "1",
  name: "Script",
  scope: "read",
  createdAt: new Date("2030-01-01"),
  expiresAt: null,
  lastUsedAt: null,
  ...given,
});

test("a token's line says what it may, when it was used, and when it ends or has ended", () => {
  expect(lineOf(token({}), now)).toBe("Read · not used yet · no end");
  const used = token({ scope: "owner", lastUsedAt: now, expiresAt: new Date("2031-03-12T12:00:00Z") });
  expect(lineOf(used, now)).toBe("Everything · used now · ends Mar 12, 2031");
  const over = token({ scope: "agent", expiresAt: now });
  expect(lineOf(over, now)).toBe("Work on tasks · not used yet · ended now");
  expect([isOver(over, now), isOver(used, now)]).toEqual([true, false]);
});

test("what is to be pasted has the address, and the token only in a file, not in a shell's history; in no program's arguments but Claude Code's own", () => {
  const [code, desktop, scripts] = setUpsOf("https://porter.example.net", "porter_x").map(({ text }) => text);
  expect(code).toContain('https://porter.example.net/mcp --header "Authorization: Bearer $PORTER_TOKEN"');
  expect(scripts).toContain("export PORTER_API_URL=https://porter.example.net\nread -rs PORTER_TOKEN");
  // What is typed or pasted into a shell stands in its history.
  expect(`${code}${scripts}`).not.toContain("porter_x");
  const { args, env } = JSON.parse(desktop ?? "").mcpServers.porter;
  expect(args.join(" ")).not.toContain("porter_x");
  expect(env).toEqual({ PORTER_AUTHORIZATION: "Bearer porter_x" });
  // mcp-remote refuses plain HTTP unless it is told to.
  expect(args).not.toContain("--allow-http");
  expect(setUpsOf("http://127.0.0.1:3101", "porter_x")[1]?.text).toContain("--allow-http");
});
