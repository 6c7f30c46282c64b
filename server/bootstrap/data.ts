import { basename, join, resolve } from "node:path";
import type { Restored } from "../db/restore.ts";
import { install } from "./prepare.ts";

/**
 * What `bun porter backup` and `bun porter restore` run: work on the data folder itself, which no client does. Its one
 * argument is a job as JSON; the environment names the folder, as it does for the server.
 */
type Job =
  | { do: "backup"; to?: string; withKeys: boolean; json: boolean }
  | { do: "list"; json: boolean }
  | { do: "restore"; backup: string; json: boolean };

await install();
const { readEnv, PROJECT_ROOT } = await import("../env.ts");
const { listBackups, makeBackup, readManifest } = await import("../db/backup.ts");
const { backupsFolder } = await import("../db/data-files.ts");
const { holdDataDir, prepareDataDir } = await import("../db/instance.ts");
const { restoreBackup } = await import("../db/restore.ts");

const migrations = join(PROJECT_ROOT, "drizzle");

try {
  const { dataDir } = readEnv(process.env);
  const job: Job = JSON.parse(process.argv[2] ?? "{}"); // client/cli/data-job.ts wrote it
  const words = run(job, dataDir);
  if (words !== "") process.stdout.write(`${words}\n`);
} catch (error) {
  process.stderr.write(`porter: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

function run(job: Job, dataDir: string): string {
  switch (job.do) {
    case "backup":
      return backup(job, dataDir);
    case "list":
      return list(job.json, dataDir);
    case "restore":
      return restore(job, dataDir);
  }
}

function backup({ to, withKeys, json }: Job & { do: "backup" }, dataDir: string): string {
  const folder = to === undefined ? undefined : resolve(to);
  const made = makeBackup({ dataDir, migrations, folder, withKeys, reason: "command" });
  const keys = Object.keys(made.manifest.files).filter((name) => name !== "porter.db");
  if (json) return JSON.stringify({ path: made.path, ...made.manifest }, null, 2);
  return [
    made.path,
    `Verified: ${contents(made.manifest.rows)}.`,
    keys.length > 0
      ? `It also holds ${keys.join(", ")}: who has it can sign in, and read the credentials of your services. --without-keys leaves them out.`
      : "It holds no keys: for your services' credentials keep vault.key (or PORTER_VAULT_KEY) elsewhere.",
  ].join("\n");
}

function list(json: boolean, dataDir: string): string {
  const folder = backupsFolder(dataDir);
  const backups = listBackups(folder).map((one) => ({ ...one, ...describe(one.path) }));
  if (json) return JSON.stringify({ folder, backups }, null, 2);
  // No row of the list: only where somebody looks, as of the CLI's other lists.
  if (backups.length === 0 && process.stdout.isTTY)
    process.stderr.write(`There is no backup in ${folder}.\n`);
  return backups
    .map(({ name, createdAt, problem, megabytes }) =>
      [name, createdAt.toLocaleString("sv-SE"), problem ?? `${megabytes} MB`].join(
        process.stdout.isTTY ? "  " : "\t",
      ),
    )
    .join("\n");
}

function describe(path: string): { problem?: string; megabytes?: number } {
  try {
    const { files } = readManifest(path);
    const bytes = Object.values(files).reduce((sum, file) => sum + file.bytes, 0);
    return { megabytes: Math.ceil(bytes / 1e6) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function restore({ backup, json }: Job & { do: "restore" }, dataDir: string): string {
  prepareDataDir(dataDir);
  const hold = holdDataDir(dataDir, process.pid); // Refuses while Porter runs.
  try {
    const path = find(backup, dataDir);
    const restored = restoreBackup({ dataDir, backup: path, migrations });
    return json ? JSON.stringify({ backup: path, ...restored }, null, 2) : told(path, restored);
  } finally {
    hold[Symbol.dispose]();
  }
}

function told(path: string, { files, aside, queuedTurns }: Restored): string {
  const holdsVaultKey = files.includes("vault.key");
  return [
    `Restored from ${path}: ${files.join(", ")}.`,
    ...(aside === null ? [] : [`What was there before is in ${aside}.`]),
    ...(holdsVaultKey
      ? []
      : [
          "The key of the vault is not in it: the vault.key or PORTER_VAULT_KEY of that time must be in place.",
        ]),
    ...(queuedTurns === 0
      ? []
      : [`Messages to agents that waited then: ${queuedTurns}. They go to their agents at the next start.`]),
    "All browsers are signed out, get no pushes, and tokens with a name are void: which were revoked since then, nobody knows.",
    "Start Porter: bun start",
  ].join("\n");
}

/** A path, a name that `backup ls` gives, or `latest`. */
function find(backup: string, dataDir: string): string {
  const folder = backupsFolder(dataDir);
  if (backup === "latest") {
    const [newest] = listBackups(folder);
    if (!newest) throw new Error(`There is no backup in ${folder}.`);
    return newest.path;
  }
  return basename(backup) === backup && listBackups(folder).some(({ name }) => name === backup)
    ? join(folder, backup)
    : resolve(backup);
}

function contents(rows: Record<string, number>): string {
  return ["tasks", "sessions", "messages", "notifications", "events"]
    .filter((table) => table in rows)
    .map((table) => `${rows[table]} ${table}`)
    .join(", ");
}
