import { Command } from "commander";
import { connect } from "../porter.ts";

/** In ms: Claude works on while Porter restarts. */
const RETRY_FOR = 30_000;

export const mcp = (): Command =>
  new Command("mcp")
    .description("serve Porter's tools to your own Claude, over stdin and stdout")
    .action(async () => {
      const porter = await connect(RETRY_FOR);
      const { serveStdio } = await import("../../../mcp/stdio.ts");
      await serveStdio(porter);
    });
