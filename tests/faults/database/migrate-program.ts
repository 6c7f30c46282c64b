import { Database } from "bun:sqlite";
import { openDatabase } from "../../../server/db/open.ts";

/** Opens a database, which migrates it, and is killed by the system after so many statements of that. */
const [dataDir = "", migrations = "", point = ""] = process.argv.slice(2);
let left = Number(point);
const run = Database.prototype.run;
Database.prototype.run = function (this: Database, ...given: Parameters<typeof run>) {
  const result = run.apply(this, given);
  if (--left <= 0) process.kill(process.pid, "SIGKILL");
  return result;
};
openDatabase({ dataDir, migrations });
