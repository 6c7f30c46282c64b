import { test } from "bun:test";
import { NO_CLAUDE } from "../support/agent-token.ts";
import { startPorter } from "../support/server.ts";
import { connectMcpOverHttp } from "../mcp/connect.ts";

test("probe", async () => {
  await using porter = await startPorter({ config: NO_CLAUDE });
  const { token } = await porter.client.tokens.create.mutate({ name: "r", scope: "agent" });
  await using mcp = await connectMcpOverHttp({ url: porter.url, token });
  const time = async (name: string, f: () => Promise<unknown>) => {
    const t = performance.now();
    let worst = 0,
      stop = false;
    const health = (async () => {
      while (!stop) {
        const s = performance.now();
        await fetch(`${porter.url}/health`);
        worst = Math.max(worst, performance.now() - s);
      }
    })();
    const r = await f().catch((e: unknown) => String(e).slice(0, 300));
    stop = true;
    await health;
    console.log(
      name,
      Math.round(performance.now() - t),
      "worst health",
      Math.round(worst),
      JSON.stringify(r)?.slice(0, 300),
    );
  };
  await time("warm", () => mcp.call("list_tasks"));
  await time("values", () =>
    mcp.call("integration_action", {
      integration_id: "tasks",
      action_name: "x",
      params: { a: new Array(500_000).fill(1) },
    }),
  );
  await time("objects", () =>
    mcp.call("integration_action", {
      integration_id: "tasks",
      action_name: "x",
      params: { a: new Array(300_000).fill({}) },
    }),
  );
  const raw = async (body: string) => {
    const r = await fetch(`${porter.url}/mcp`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        "mcp-session-id": (mcp.transport as any).sessionId,
        "mcp-protocol-version": "2025-11-25",
      },
      body,
    });
    return [r.status, (await r.text()).slice(0, 400)];
  };
  const deep = 100_000;
  await time("deep", () =>
    raw(
      `{"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":"integration_action","arguments":{"integration_id":"tasks","action_name":"x","params":{"a":${"[".repeat(deep)}${"]".repeat(deep)}}}}}`,
    ),
  );
  await time("deep meta", () =>
    raw(
      `{"jsonrpc":"2.0","id":19,"method":"ping","params":{"_meta":{"a":${"[".repeat(deep)}${"]".repeat(deep)}}}}`,
    ),
  );
  const one = `{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"list_tasks","arguments":{}}}`;
  await time("batch", () =>
    raw(`[${Array.from({ length: 9000 }, (_, i) => one.replace("ID", String(i + 100))).join(",")}]`),
  );
  await time("batch100", () =>
    raw(`[${Array.from({ length: 100 }, (_, i) => one.replace("ID", String(i + 100))).join(",")}]`),
  );
  await time("unknown method", () =>
    raw(`{"jsonrpc":"2.0","id":9,"method":"logging/setLevel","params":{"level":"debug"}}`),
  );
  console.log("stderr:", porter.stderr().slice(0, 3000));
}, 60000);
