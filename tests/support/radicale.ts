import { chmodSync } from "node:fs";
import { join } from "node:path";
import { findRadicale } from "./radicale-program.ts";
import { scratchDir } from "./server.ts";

/** Of the one user that it has. */
export const USER = { username: "ada", password: "a secret wörd" };

/** Radicale on loopback, with one user and an empty folder of its own. */
export async function startRadicale() {
  const scratch = scratchDir("radicale");
  const config = join(scratch.path, "config");
  const users = join(scratch.path, "users");
  await Bun.write(users, `${USER.username}:${USER.password}\n`);
  chmodSync(users, 0o600);
  let running = await run(config, configFor(scratch.path, 0));
  const { port } = running;

  return {
    url: `http://127.0.0.1:${port}/`,
    stop: () => running.end(),
    /** At the address that it had. */
    async startAgain(): Promise<void> {
      running = await run(config, configFor(scratch.path, port));
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await running.end();
      scratch[Symbol.dispose]();
    },
  };
}

export type Radicale = Awaited<ReturnType<typeof startRadicale>>;

const configFor = (folder: string, port: number): string => `
[server]
hosts = 127.0.0.1:${port}
[auth]
type = htpasswd
htpasswd_filename = ${folder}/users
htpasswd_encryption = plain
delay = 0
[rights]
type = owner_only
[storage]
filesystem_folder = ${folder}/collections
[web]
type = none
[logging]
level = info
`;

async function run(path: string, config: string) {
  const command = findRadicale();
  if (!command)
    throw new Error("Radicale is not installed: `bun run test` does it, or `apt-get install radicale`.");
  await Bun.write(path, config);
  const child = Bun.spawn([command, "--config", path], { stdin: "ignore", stdout: "ignore", stderr: "pipe" });
  let log = "";
  const ready = Promise.withResolvers<number>();
  const drained = (async () => {
    for await (const chunk of child.stderr.pipeThrough(new TextDecoderStream())) {
      log += chunk;
      const [, port] = /Listening on '\[127\.0\.0\.1\]:(\d+)'[^]*server ready/.exec(log) ?? [];
      if (port !== undefined) ready.resolve(Number(port));
    }
    ready.reject(new Error(`Radicale did not start:\n${log}`));
  })();
  return {
    port: await ready.promise,
    async end(): Promise<void> {
      child.kill();
      await child.exited;
      await drained;
    },
  };
}
