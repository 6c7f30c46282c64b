// Gives your own Claude Porter's tools: makes a token that is good for what an agent may do, and enters Porter's MCP server
// into Claude's settings, beside the servers that stand there.
//   bun examples/claude-desktop.ts           Claude Desktop, over stdio
//   bun examples/claude-desktop.ts --code    Claude Code, over HTTP at /mcp
//   … --stdio  over stdio in any case     --file <path>  another file     --dry-run  prints the entry, makes and writes nothing
// It prints which file it wrote. Then restart Claude. The token is revoked under Settings, or by bun porter token. What is
// written names this Bun and this folder of Porter: run it again when one of them has moved.
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from "node:fs";
import { homedir, hostname } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { createPorterClient } from "porter/client";
import { OWN_ARGUMENTS } from "../client/cli/own-call.ts";

const { values } = parseArgs({
  options: {
    code: { type: "boolean", default: false },
    stdio: { type: "boolean", default: false },
    file: { type: "string" },
    "dry-run": { type: "boolean", default: false },
  },
});
/** Claude Desktop's file knows programs only; servers behind an address are entered in its window. */
const isStdio = values.stdio || !values.code;
const file = values.file ?? (values.code ? join(homedir(), ".claude.json") : desktopFile());
const name = `${values.code ? "Claude Code" : "Claude Desktop"} on ${hostname()}`;
const url = process.env["PORTER_API_URL"] || "http://127.0.0.1:3101";

const settings = readSettings();
const { mcpServers: others = {} } = settings;
const toText = (content: object) => `${JSON.stringify(content, null, 2)}\n`;
if (values["dry-run"]) {
  // The entry alone: what stands beside it in the file may hold keys of other servers.
  process.stdout.write(`${file} would get:\n${toText({ mcpServers: { porter: entry("porter_…") } })}`);
} else {
  const text = toText({ ...settings, mcpServers: { ...others, porter: entry(await exchangeToken()) } });
  mkdirSync(dirname(file), { recursive: true });
  const place = existsSync(file) ? realpathSync(file) : file; // a link stays one
  writeFileSync(`${place}.new`, text, { mode: 0o600 }); // It holds a token, and must never be half a file.
  renameSync(`${place}.new`, place);
  process.stdout.write(`Porter stands in ${file}. Restart Claude, and ask it for your tasks.\n`);
}

function entry(token: string) {
  if (!isStdio)
    return { type: "http", url: new URL("/mcp", url).href, headers: { Authorization: `Bearer ${token}` } };
  return {
    command: process.execPath,
    args: [...OWN_ARGUMENTS, "mcp"], // Claude starts it in the folder of any project.
    env: { PORTER_API_URL: url, PORTER_TOKEN: token },
  };
}

/** A new token, in place of the one that an earlier run made for this Claude. */
async function exchangeToken(): Promise<string> {
  const { tokens } = createPorterClient();
  const { items } = await tokens.list.query();
  for (const { id } of items.filter((token) => token.name === name)) await tokens.revoke.mutate({ id });
  return (await tokens.create.mutate({ name, scope: "agent" })).token;
}

/** What stands in the file; nothing when there is none. A file that is not JSON is left alone. */
function readSettings(): { mcpServers?: Record<string, unknown> } {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw new Error(`${file} cannot be read as JSON, and is left as it is.`, { cause: error });
  }
}

function desktopFile(): string {
  const name = "Claude/claude_desktop_config.json"; // https://modelcontextprotocol.io/docs/develop/connect-local-servers
  if (process.platform === "darwin") return join(homedir(), "Library/Application Support", name);
  return join(process.env["APPDATA"] || join(homedir(), ".config"), name);
}
