import { readFileSync } from "node:fs";
import { join } from "node:path";
import { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { LOG_LEVELS } from "../../server/log.ts";
import { STATUS } from "../../server/trpc/init.ts";
import { callbackPath } from "../../shared/callback-path.ts";
import { ErrorCode } from "../../shared/errors.ts";
import { code, table } from "./markdown.ts";
import { requireSame } from "./require-same.ts";
import { ROOT, type Types } from "./types.ts";

type Variable = { name: string; default: string; meaning: string };

/** Of the server: what `server/env.ts` reads. */
const SERVER: Variable[] = [
  { name: "PORTER_CONFIG", default: "`config/home.toml`", meaning: "The configuration." },
  {
    name: "PORTER_DATA_DIR",
    default: "`data`",
    meaning: "Database, keys, backups; made with mode 0700. The commands look there, too.",
  },
  { name: "PORTER_HOST", default: "", meaning: "Instead of `[server] host`." },
  { name: "PORTER_PORT", default: "", meaning: "Instead of `[server] port`; 0: any free one." },
  {
    name: "PORTER_TOKEN",
    default: "",
    meaning:
      "The owner's token, at least 32 characters; else one is made at the first start and kept in `<data>/token`. Clients send it: scripts, commands, the MCP server.",
  },
  { name: "PORTER_PUBLIC_URL", default: "", meaning: "Instead of `[server] public_url`." },
  {
    name: "PORTER_VAULT_KEY",
    default: "",
    meaning: "Seals the credentials of integrations instead of the key in `<data>/vault.key`.",
  },
  {
    name: "PORTER_METRICS_TOKEN",
    default: "",
    meaning: "Reads `/metrics` and nothing else: what the collector is given instead of the owner's token.",
  },
  {
    name: "PORTER_LOG",
    default: "`warn`",
    meaning: `How much is logged: ${LOG_LEVELS.map(code).join(", ")}.`,
  },
];

const CLIENTS: Variable[] = [
  {
    name: "PORTER_API_URL",
    default: "`http://127.0.0.1:3101`",
    meaning:
      "Where clients find Porter. The commands look into the data folder first, and take the default only with a `PORTER_TOKEN`.",
  },
];

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const found = (text: string, pattern: RegExp): string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, name = ""]) => name)),
];

export function describeEnvironment(): string {
  const told = (variables: Variable[]) => variables.map(({ name }) => name);
  requireSame("variables", told(SERVER), found(read("server/env.ts"), /^ {2}(PORTER_\w+):/gm));
  requireSame(
    "variables of clients",
    [...told(CLIENTS), "PORTER_TOKEN"],
    found(read("client/sdk/client.ts"), /process\.env\["(\w+)"\]/g),
  );
  const rows = [...SERVER, ...CLIENTS].map(({ name, default: value, meaning }) => [
    code(name),
    value,
    meaning,
  ]);
  return table(["variable", "default", "meaning"], rows);
}

const ROUTES: Record<string, string> = {
  "GET /health": '`{"status": "ok" | "degraded"}`; 503 `stopping`. Needs no token',
  "GET /metrics":
    "Prometheus' text format; the token for it (`PORTER_METRICS_TOKEN`), the owner's, or one of scope `owner`",
  "ALL /webhooks/:integrationId":
    "takes what other programs post; checked by its signature: see [webhooks](#webhooks)",
  [`GET ${callbackPath(":integrationId")}`]:
    "where a service leads the owner's browser back to after a sign-in",
  "ALL /trpc/*":
    "all procedures (superjson; subscriptions as server-sent events); Bearer token or session cookie",
  "ALL /mcp": "Porter's MCP server over Streamable HTTP; Bearer token",
  "POST /login": "`{secret}` of a sign-in link, or `{token}` of the owner → a session cookie",
  "POST /logout": "ends the browser's session",
  "ALL /*": "the web app",
};

export function describeRoutes(): string {
  const given = read("server/app.ts").matchAll(
    /\.(get|post|all)\(\s*(?:"(\/[^"]*)"|callbackPath\("([^"]+)"\))/g,
  );
  const paths = [...given].map(([, method = "", path, id]) => {
    return `${method.toUpperCase()} ${path ?? callbackPath(id ?? "")}`;
  });
  requireSame("routes", Object.keys(ROUTES), paths);
  return table(
    ["route", "what it does"],
    Object.entries(ROUTES).map(([route, does]) => [code(route), does]),
  );
}

export async function describeErrors(types: Pick<Types, "docOn">): Promise<string> {
  const rows = ErrorCode.options.map((name) => [
    code(name),
    String(getHTTPStatusCodeFromError(new TRPCError({ code: STATUS[name] }))),
  ]);
  const shape = await types.docOn("shared/errors.ts", "PorterErrorShape");
  const codes = await types.docOn("shared/errors.ts", "ErrorCode");
  const client = await types.docOn("client/sdk/error.ts", "PorterErrorCode");
  return [
    shape,
    codes,
    table(["code", "HTTP status"], rows),
    `\`porter/client\` throws them as a \`PorterError\`. ${client}`,
  ].join("\n\n");
}
