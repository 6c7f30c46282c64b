import { expect, test } from "bun:test";
import { SERVER } from "../../server/bootstrap/prepare.ts";

// The bundler writes down the folder of the source: the built server took the MCP server's source for the built one,
// which cost each agent 100 ms at its start, and a checkout that was moved did not start.
test.skipIf(process.env.PORTER_TEST_SERVER === undefined)(
  "what is built finds its parts beside itself",
  async () => {
    const built = await Bun.file(SERVER).text();
    const place = /^var PROJECT_ROOT = .*$/m.exec(built)?.[0];
    expect(place).toEndWith('resolve(module.path, "..");');
  },
);
