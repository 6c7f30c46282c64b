import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { findProxy, type ProxyProgram } from "../../support/proxy-programs.ts";
import { eventually } from "../../support/processes.ts";
import { findFreePort } from "../../support/server.ts";

const NOTES = resolve(import.meta.dir, "../../../docs/reverse-proxy.md");

/** Caddy waits for its streams without end: its systemd unit kills it after 5 s. nginx ends them. */
const LAST_WORD = { nginx: "SIGTERM", caddy: "SIGKILL" } as const;

/** A certificate for `localhost`, which nobody has signed. */
function makeCertificate(folder: string): { certificate: string; key: string } {
  const [certificate, key] = [join(folder, "certificate.pem"), join(folder, "key.pem")];
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  const name = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const made = spawnSync("openssl", ["req", ...kind, ...name, "-keyout", key, "-out", certificate]);
  if (made.status !== 0) throw new Error(`openssl made no certificate: ${String(made.stderr)}`);
  return { certificate, key };
}

/** The file as docs/reverse-proxy.md shows it, with these changes; each has to be one. */
function fileOfNotes(language: string, changes: [from: string, to: string][]): string {
  const file = new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "s").exec(readFileSync(NOTES, "utf8"))?.[1];
  if (file === undefined) throw new Error(`docs/reverse-proxy.md has no file for ${language}.`);
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`docs/reverse-proxy.md has no "${from}" for ${language}.`);
    return text.replaceAll(from, to);
  }, file);
}

type Place = { folder: string; port: number; porterPort: number; certificate: string; key: string };

/** What stands around a site's file in Debian's own nginx.conf, as far as it matters here. */
function writeNginx({ folder, port, porterPort, certificate, key }: Place): string[] {
  const site = fileOfNotes("nginx", [
    ["listen 443 ssl", `listen 127.0.0.1:${port} ssl`],
    ["porter.example.net;", "localhost;"],
    ["/etc/letsencrypt/live/porter.example.net/fullchain.pem", certificate],
    ["/etc/letsencrypt/live/porter.example.net/privkey.pem", key],
    ["127.0.0.1:3101", `127.0.0.1:${porterPort}`],
  ]);
  const scratch = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const path = join(folder, "nginx.conf");
  const lines = [
    ...(process.getuid?.() === 0 ? ["user root root;"] : []),
    "daemon off;",
    `pid ${folder}/nginx.pid;`,
    "error_log stderr error;",
    "events { worker_connections 1024; }",
    "http {",
    "access_log off;",
    ...scratch.map((name) => `${name}_temp_path ${folder}/${name};`),
    site,
    "}",
  ];
  writeFileSync(path, lines.join("\n"));
  return ["-e", "stderr", "-c", path];
}

function writeCaddy({ folder, port, porterPort, certificate, key }: Place): string[] {
  const site = fileOfNotes("caddyfile", [
    ["porter.example.net {", `https://localhost:${port} {\n\tbind 127.0.0.1\n\ttls ${certificate} ${key}`],
    ["127.0.0.1:3101", `127.0.0.1:${porterPort}`],
  ]);
  const path = join(folder, "Caddyfile");
  writeFileSync(path, `{\n\tadmin off\n\tauto_https disable_redirects\n}\n${site}`);
  return ["run", "--adapter", "caddyfile", "--config", path];
}

/** A reverse proxy in front of this port, at `https://localhost:<port>`; it may be ended and started again. */
export async function prepareProxy(name: ProxyProgram, folder: string, porterPort: number) {
  mkdirSync(folder, { recursive: true });
  const program = await findProxy(name);
  const place = { folder, port: findFreePort(), porterPort, ...makeCertificate(folder) };
  const command = [program, ...(name === "nginx" ? writeNginx(place) : writeCaddy(place))];
  let child: Bun.Subprocess | undefined;
  return {
    port: place.port,
    url: `https://localhost:${place.port}`,
    async start(): Promise<void> {
      child = Bun.spawn(command, {
        env: { HOME: folder, PATH: process.env.PATH ?? "" },
        stdin: "ignore",
        stdout: "ignore",
        stderr: Bun.file(join(folder, "log")),
      });
      const isUp = () =>
        fetch(`https://localhost:${place.port}/health`, { tls: { rejectUnauthorized: false } }).then(
          () => true,
          () => false,
        );
      await eventually(() => {
        if (child?.exitCode !== null) throw new Error(readFileSync(join(folder, "log"), "utf8"));
        return isUp();
      });
    },
    async stop(): Promise<void> {
      child?.kill(LAST_WORD[name]);
      await child?.exited;
    },
  };
}
