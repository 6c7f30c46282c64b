import type { Token, TokenScope } from "../../../../shared/token.ts";
import { timeAgo, timeUntil } from "../../ui/time.ts";

/** In the order of the choice. */
export const scopes: readonly { scope: TokenScope; name: string; help: string }[] = [
  {
    scope: "read",
    name: "Read",
    help: "Sees tasks, the calendar and notifications, and searches them. Changes nothing.",
  },
  {
    scope: "agent",
    name: "Work on tasks",
    help: "Also makes and changes tasks and comments and tells you things, as your agents do. Answers no approval.",
  },
  {
    scope: "owner",
    name: "Everything",
    help: "All that you may: also starting agents, which run commands on Porter's machine. Only tokens, sign-in links and secrets stay yours.",
  },
];

export const nameOfScope = (wanted: TokenScope): string =>
  scopes.find(({ scope }) => scope === wanted)?.name ?? wanted;

/** How long a new one may last; null: without end. */
export const lives: readonly { days: number | null; name: string }[] = [
  { days: 30, name: "In 30 days" },
  { days: 90, name: "In 90 days" },
  { days: 365, name: "In a year" },
  { days: null, name: "Never" },
];

export const isOver = ({ expiresAt }: Token, now: Date): boolean => expiresAt !== null && expiresAt <= now;

/** "Read · used 5 min ago · ends 12 Mar". */
export function lineOf(token: Token, now: Date): string {
  const { scope, lastUsedAt, expiresAt } = token;
  const used = lastUsedAt === null ? "not used yet" : `used ${timeAgo(lastUsedAt, now)}`;
  if (expiresAt === null) return [nameOfScope(scope), used, "no end"].join(" · ");
  const end = isOver(token, now) ? `ended ${timeAgo(expiresAt, now)}` : `ends ${timeUntil(expiresAt, now)}`;
  return [nameOfScope(scope), used, end].join(" · ");
}

/** In bash and zsh: takes the token from the keyboard and shows it nowhere. */
const ASK = "read -rs PORTER_TOKEN";

/**
 * What to paste where. @param origin the address under which Porter is reached, without a path
 */
export function setUpsOf(origin: string, token: string): { name: string; help: string; text: string }[] {
  const url = `${origin}/mcp`;
  // mcp-remote puts the variable in, so the token stands in no argument, where every user of that machine sees it.
  const auth = ["--header", "Authorization:${PORTER_AUTHORIZATION}"];
  const args = ["-y", "mcp-remote", url, ...auth, ...(origin.startsWith("http:") ? ["--allow-http"] : [])];
  const env = { PORTER_AUTHORIZATION: `Bearer ${token}` };
  return [
    {
      name: "Claude Code",
      help: "Run it once in a terminal, paste the token there and press Enter: so it stands in no shell's history.",
      text: `${ASK} && claude mcp add --transport http porter ${url} --header "Authorization: Bearer $PORTER_TOKEN"; unset PORTER_TOKEN`,
    },
    {
      name: "Claude Desktop",
      help: "Put it into claude_desktop_config.json (Settings, Developer, Edit Config) and start Claude Desktop again. It needs Node.",
      text: JSON.stringify({ mcpServers: { porter: { command: "npx", args, env } } }, null, 2),
    },
    {
      name: "Scripts",
      help: "Run it, paste the token there and press Enter. The typed client and the porter command read both from the environment.",
      text: `export PORTER_API_URL=${origin}\n${ASK} && export PORTER_TOKEN`,
    },
  ];
}
