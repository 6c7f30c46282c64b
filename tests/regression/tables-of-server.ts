import { watchTables } from "./tables-in-memory.ts";

/** Loaded into a server before its own code: tells on the socket PORTER_TEST_TABLES what its tables hold. */
const unix = process.env.PORTER_TEST_TABLES;
if (unix && Bun.isMainThread) {
  const tables = watchTables();
  Bun.serve({ unix, fetch: () => Response.json(tables.keys()) }).unref();
}
