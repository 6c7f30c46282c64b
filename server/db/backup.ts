import { Database } from "bun:sqlite";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import { version } from "../../package.json";
import { requireWhole } from "./condition.ts";
import { backupsFolder, DATABASE_FILE, KEY_FILES } from "./data-files.ts";
import { flush, momentOf, stampOf } from "./durable.ts";
import { sha256Of } from "./sha256.ts";
import { latestApplied } from "./schema-version.ts";

/** Why it was made: by the timer, before a migration, or by `bun porter backup`, which is never removed by itself. */
const Reason = z.enum(["schedule", "migration", "command"]);
export type Reason = z.infer<typeof Reason>;

const MANIFEST = "manifest.json";

/**
 * A backup is a folder (0700) `porter-<UTC time>-<reason>` with a copy of the database, the secrets that it needs,
 * and this file. A folder of that name is whole: it was named so after all of it was verified and on the disk.
 */
const Manifest = z.object({
  form: z.literal(1),
  /** Of Porter. */
  version: z.string(),
  /** The newest migration, as `schema-version.ts` has it. */
  schema: z.number(),
  createdAt: z.iso.datetime(),
  reason: Reason,
  /** Rows, by table. */
  rows: z.record(z.string(), z.number()),
  files: z.record(z.string(), z.object({ bytes: z.number(), sha256: z.string() })),
});
export type Manifest = z.infer<typeof Manifest>;

/** One that `listBackups` found. */
export type Backup = { path: string; name: string; createdAt: Date; reason: Reason };

export type BackupOptions = {
  dataDir: string;
  migrations: string;
  reason: Reason;
  /** Where its folder is made. `<dataDir>/backups` when left out. */
  folder?: string | undefined;
  /** Whether the token, the key of the vault and the push keys go with it. */
  withKeys: boolean;
};

/** How often the copy is made again because the vault got a new key meanwhile. */
const MOST_TRIES = 3;

/**
 * Makes a backup beside a running server: it reads one moment of the database and keeps nobody from writing. It blocks
 * its thread (3 s for 400 MB), so a server has it done by `worker.ts`.
 * @throws Error when it could not be made or is not whole; then nothing of it is left
 */
export function makeBackup(options: BackupOptions, now = new Date()): { path: string; manifest: Manifest } {
  const folder = options.folder ?? backupsFolder(options.dataDir);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `porter-${stampOf(now)}-${options.reason}`);
  const draft = join(folder, `.${basename(path)}.${crypto.randomUUID()}`);
  try {
    mkdirSync(draft, { mode: 0o700 });
    copyConsistently(options, draft);
    const copy = join(draft, DATABASE_FILE);
    try {
      requireWhole(copy, options.migrations);
    } catch (cause) {
      throw new Error(`The copy of the database ${cause instanceof Error ? cause.message : String(cause)}.`, {
        cause,
      });
    }
    const manifest = describe(draft, options.reason, now);
    writeFileSync(join(draft, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
    for (const name of readdirSync(draft)) flush(join(draft, name));
    flush(draft);
    renameSync(draft, path);
    flush(folder);
    return { path, manifest };
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
}

/**
 * A rotation of the vault's key writes the new key to the file before it seals the rows with it, and drops the old one
 * after: a file that is the same before and after the copy opens what is in the copy.
 */
function copyConsistently({ dataDir, withKeys }: BackupOptions, draft: string): void {
  const source = join(dataDir, DATABASE_FILE);
  if (!existsSync(source)) throw new Error(`There is no database in ${dataDir}.`);
  for (let attempt = 1; ; attempt++) {
    const before = withKeys ? readKeys(dataDir) : {};
    copyDatabase(source, join(draft, DATABASE_FILE));
    const after = withKeys ? readKeys(dataDir) : {};
    if (Bun.deepEquals(before, after)) {
      for (const [name, content] of Object.entries(after))
        writeFileSync(join(draft, name), content, { mode: 0o600 });
      return;
    }
    if (attempt === MOST_TRIES) throw new Error("The keys in the data folder change all the time.");
    rmSync(join(draft, DATABASE_FILE));
  }
}

function copyDatabase(from: string, to: string): void {
  using source = new Database(from, { readonly: true });
  source.run("PRAGMA busy_timeout = 5000");
  source.query("VACUUM INTO ?").run(to);
  chmodSync(to, 0o600);
}

const readKeys = (dataDir: string): Record<string, string> =>
  Object.fromEntries(
    KEY_FILES.map((name) => [name, join(dataDir, name)] as const)
      .filter(([, path]) => existsSync(path) && statSync(path).size > 0)
      .map(([name, path]) => [name, readFileSync(path, "utf8")]),
  );

function describe(draft: string, reason: Reason, now: Date): Manifest {
  using copy = new Database(join(draft, DATABASE_FILE), { readonly: true });
  const tables = copy
    .query<{ name: string }, []>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '%\\_fts%' ESCAPE '\\' AND name NOT LIKE '%\\_words' ESCAPE '\\' AND name NOT LIKE '\\_\\_%' ESCAPE '\\' ORDER BY name",
    )
    .all();
  const count = (table: string) =>
    copy.query<{ n: number }, []>(`SELECT count(*) AS n FROM "${table}"`).get()?.n ?? 0;
  return {
    form: 1,
    version,
    schema: latestApplied(copy) ?? 0,
    createdAt: now.toISOString(),
    reason,
    rows: Object.fromEntries(tables.map(({ name }) => [name, count(name)])),
    files: Object.fromEntries(
      readdirSync(draft).map((name) => {
        const path = join(draft, name);
        return [name, { bytes: statSync(path).size, sha256: sha256Of(path) }];
      }),
    ),
  };
}

/** Those in a folder, the newest first. */
export function listBackups(folder: string): Backup[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name): Backup[] => {
      const [, stamp = "", word] = /^porter-([^-]+)-(.+)$/.exec(name) ?? [];
      const createdAt = momentOf(stamp);
      const reason = Reason.safeParse(word);
      return createdAt && reason.success
        ? [{ path: join(folder, name), name, createdAt, reason: reason.data }]
        : [];
    })
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
}

/** A draft of this age, in ms, is of a process that was killed. */
const DEAD_DRAFT = 24 * 3_600_000;

/** Removes those of a reason but the newest `keep`, and drafts that a crash has left. */
export function pruneBackups(folder: string, reason: Reason, keep: number, now = new Date()): void {
  if (!existsSync(folder)) return;
  const surplus = listBackups(folder)
    .filter((backup) => backup.reason === reason)
    .slice(keep);
  const dead = readdirSync(folder).filter((name) => {
    const startedAt = momentOf(/^\.porter-([^-]+)-/.exec(name)?.[1] ?? "");
    return startedAt && now.getTime() - startedAt.getTime() > DEAD_DRAFT;
  });
  for (const name of [...surplus.map(({ name }) => name), ...dead])
    rmSync(join(folder, name), { recursive: true });
}

/** Says what a backup holds. @throws Error when it says nothing, or in another form */
export function readManifest(backup: string): Manifest {
  try {
    return Manifest.parse(JSON.parse(readFileSync(join(backup, MANIFEST), "utf8")));
  } catch (cause) {
    throw new Error(
      `${backup} is not a backup that this Porter can read: its ${MANIFEST} is missing or wrong.`,
      {
        cause,
      },
    );
  }
}

/**
 * Copies the files of a backup into a folder and verifies the copies: their digests, and the database as a whole.
 * A database file alone is taken, too, such as a copy of one's own: it has no digests.
 * @throws Error that says what is wrong with the backup
 */
export function unpackBackup(backup: string, into: string, migrations: string): string[] {
  if (!existsSync(backup)) throw new Error(`There is no backup ${backup}.`);
  const isFolder = statSync(backup).isDirectory();
  const files: [name: string, sha256: string | undefined][] = isFolder
    ? Object.entries(readManifest(backup).files).map(([name, { sha256 }]) => [name, sha256])
    : [[DATABASE_FILE, undefined]];
  const allowed: readonly string[] = [DATABASE_FILE, ...KEY_FILES];
  for (const [name, sha256] of files) {
    if (!allowed.includes(name)) throw new Error(`${backup} holds a file "${name}" that no backup has.`);
    const source = isFolder ? join(backup, name) : backup;
    if (!existsSync(source)) throw new Error(`${source} is missing.`);
    const copy = join(into, name);
    copyFileSync(source, copy);
    chmodSync(copy, 0o600);
    if (sha256 !== undefined && sha256Of(copy) !== sha256)
      throw new Error(`${source} is not what was backed up: its SHA-256 is another.`);
  }
  try {
    requireWhole(join(into, DATABASE_FILE), migrations);
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The database of ${backup} ${words}.`, { cause });
  }
  return files.map(([name]) => name);
}
