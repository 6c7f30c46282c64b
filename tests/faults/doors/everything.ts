import type { Porter } from "../../support/server.ts";
import { openBeside } from "../../support/credential.ts";

/** All that Porter knows, by table, to compare with later: what was refused has changed none of it. */
export function readEverything(porter: Pick<Porter, "dataDir">): Record<string, unknown[]> {
  using database = openBeside(porter);
  const tables = database
    .query<{ name: string }, []>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'",
    )
    .all();
  return Object.fromEntries(
    tables.map(({ name }) => [name, database.query(`SELECT * FROM "${name}"`).values()]),
  );
}
