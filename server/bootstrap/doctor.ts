import { examine } from "../system/doctor/examine.ts";

/** The part of `bun porter doctor` that needs no server, as JSON. `--running`: there is one. */
const checks = examine({
  variables: process.env,
  platform: process.platform,
  isRunning: process.argv.includes("--running"),
});
process.stdout.write(`${JSON.stringify(checks)}\n`);
