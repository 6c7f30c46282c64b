import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { format, type Figure } from "../support/figures.ts";

/** What a room's last run that passed has found, and where: a day, a machine, a commit. */
type RoomReport = {
  day: string;
  machine: string;
  commit: string;
  figures: Omit<Figure, "room">[];
};
export type Reliability = Record<string, RoomReport>;

const ROOT = resolve(import.meta.dir, "../..");
const DATA = join(ROOT, "docs/reliability.json");
const PAGE = join(ROOT, "docs/reliability.md");

export const readFigures = (lines: string): Figure[] =>
  lines
    .split("\n")
    .filter((line) => line !== "")
    .map((line): Figure => JSON.parse(line));

/** The rooms in the order of their names; one that has found nothing leaves what was known of it. */
export function withRoom(
  known: Reliability,
  room: string,
  { figures, ...run }: Omit<RoomReport, "figures"> & { figures: readonly Figure[] },
): Reliability {
  const own = figures.flatMap(({ room: of, ...figure }) => (of === room ? [figure] : []));
  if (own.length === 0) return known;
  const rooms = Object.entries({ ...known, [room]: { ...run, figures: own } });
  return Object.fromEntries(rooms.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The page, in Markdown: a table for each room, with the figures in the order in which they came. */
export const toPage = (rooms: Reliability): string =>
  [
    "# Reliability",
    "",
    "Made by `bun run test:faults`, which attacks Porter and takes away what it stands on, and fails when anything is lost,",
    "let in or left behind. Each line is what one test found; each room tells of its last run at full length that passed.",
    "",
    ...Object.entries(rooms).flatMap(([room, { day, machine, commit, figures }]) => [
      `## ${room}`,
      "",
      `${day}, commit ${commit}, ${machine}`,
      "",
      "| what | |",
      "| --- | --: |",
      ...figures.map((figure) => `| ${figure.what} | ${format(figure)} |`),
      "",
    ]),
  ].join("\n");

/**
 * Takes what a run of a room that passed has found into `docs/reliability.json`, and makes `docs/reliability.md` of it.
 * The run may be another clone's, on this machine.
 * @param file the figures, as `PORTER_TEST_FIGURES` has named it
 * @param clone whose commit was run
 */
export function takeOver(room: string, file: string, clone: string = ROOT): void {
  if (!existsSync(file)) return;
  const known: Reliability = existsSync(DATA) ? JSON.parse(readFileSync(DATA, "utf8")) : {};
  const rooms = withRoom(known, room, {
    day: statSync(file).mtime.toISOString().slice(0, 10),
    machine: `${process.platform} ${process.arch}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Bun ${Bun.version}`,
    commit: commitOf(clone),
    figures: readFigures(readFileSync(file, "utf8")),
  });
  writeFileSync(DATA, `${JSON.stringify(rooms, null, 2)}\n`);
  writeFileSync(PAGE, toPage(rooms));
}

/** The pages themselves do not count as changed: the room before has renewed them. */
function commitOf(clone: string): string {
  const commit = git(clone, "describe", "--always");
  const changed = git(clone, "status", "--porcelain", "--untracked-files=no", ":!docs/reliability.*");
  return changed === "" ? commit : `${commit}-dirty`;
}

function git(clone: string, ...args: string[]): string {
  const { stdout, success, stderr } = Bun.spawnSync(["git", ...args], { cwd: clone });
  if (!success) throw new Error(`The commit is not known: ${stderr.toString()}`);
  return stdout.toString().trim();
}
