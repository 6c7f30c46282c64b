import { join } from "node:path";
import { scratchDir, startPorter, type Porter } from "../tests/support/server.ts";
import { jobOf, measureInTurns, pagesAround, type Call } from "./calls.ts";
import { startChild } from "./child.ts";
import type { Answers, FloorAddresses } from "./children/floors.ts";
import type { LoadFigures } from "./children/load.ts";
import { idOf, putDatabase } from "./database.ts";
import { toRow, type Aim, type Bench, type Row } from "./frame.ts";
import { median } from "./statistics.ts";

const CONNECTIONS = 10;
const SIZE = { tasks: 1_000, messages: 10_000 };
const READ: Aim[] = [{ of: "ratio", least: 0.7 }];

const CALLS: (Call & { what: string; aims: Aim[] })[] = [
  { what: "tasks.get", procedure: "tasks.get", inputs: [{ id: idOf("task", SIZE.tasks / 2) }], aims: READ },
  { what: "tasks.list, 50 tasks", procedure: "tasks.list", inputs: [{}], aims: READ },
  {
    what: "tasks.list, some 50 tasks, other ones each time",
    procedure: "tasks.list",
    inputs: pagesAround(50),
    aims: [],
  },
  {
    what: "agents.list, 40 sessions",
    procedure: "agents.list",
    inputs: [{ limit: 40 }],
    aims: [...READ, { of: "porter", least: 8_000 }],
  },
  {
    what: "agents.list, some 40 sessions, other ones each time",
    procedure: "agents.list",
    inputs: pagesAround(40),
    aims: [],
  },
  {
    what: "tasks.create",
    procedure: "tasks.create",
    inputs: [{ title: "Mend the fence", tags: ["garden"] }],
    isMutation: true,
    aims: [],
  },
];

export const api: Bench = {
  name: "api",
  says: `Requests per second over ${CONNECTIONS} keep-alive connections, from another process, and how long one takes at p99. A page that is asked for again is one that nobody has written to meanwhile. Floors: the same HTTP surface and router with services that answer with a constant instead of asking the database, and Elysia alone with the same JSON.`,

  async run({ isQuick }) {
    const { rounds, seconds } = isQuick ? { rounds: 2, seconds: 0.5 } : { rounds: 7, seconds: 2 };
    using home = scratchDir("bench-api");
    putDatabase(join(home.path, "data"), SIZE);
    await using porter = await startPorter({ home: home.path });
    await using floors = startChild("floors", { PORTER_TOKEN: porter.token });
    await using generator = startChild("load");
    floors.send(await answersOf(porter));
    const { router, bare } = await floors.hear<FloorAddresses>();

    const rows: Row[] = [];
    for (const { what, aims, ...call } of CALLS) {
      const jobs = [porter.url, router, bare].map((url) =>
        jobOf(call, { url, token: porter.token, seconds, connections: CONNECTIONS }),
      );
      const [own = [], routers = [], bares = []] = await measureInTurns(generator, jobs, rounds);
      const given = {
        unit: "requests/s",
        samples: own.map(perSecond),
        p99: median(own.map(({ p99 }) => p99)),
      };
      rows.push(
        toRow({ ...given, what: `${what}, beside the router alone`, floor: routers.map(perSecond), aims }),
        toRow({ ...given, what: `${what}, beside Elysia alone`, floor: bares.map(perSecond) }),
      );
    }
    return rows;
  },
};

const perSecond = (figures: LoadFigures): number => figures.perSecond;

/** What Porter says to each procedure, for the floors to say it too. */
async function answersOf({ url, token }: Porter): Promise<Answers> {
  const answers: Answers = {};
  for (const call of CALLS) {
    const [request] = jobOf(call, { url, token, seconds: 0, connections: 1 }).requests;
    if (!request || call.procedure in answers) continue;
    const { method, path, body } = request;
    const response = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body !== undefined && { body }),
    });
    if (!response.ok) throw new Error(`${call.procedure}: ${await response.text()}`);
    answers[call.procedure] = await response.json();
  }
  return answers;
}
