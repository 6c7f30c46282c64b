import { expect, test } from "bun:test";
import { z } from "zod";
import { createLog } from "../../server/log.ts";
import { createTracing } from "../../server/system/tracing.ts";
import { startMessagesApi } from "../support/messages-api.ts";
import { eventually } from "../support/processes.ts";
import { startPorter } from "../support/server.ts";
import { watchSession } from "../support/watch.ts";

const Sent = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(z.object({ key: z.string(), value: z.unknown() })) }),
      scopeSpans: z.array(z.object({ spans: z.array(z.object({ name: z.string() })) })),
    }),
  ),
});

test("calls, turns and ticks are told to the collector that the environment names, without what was written", async () => {
  const bodies: string[] = [];
  using collector = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: async (request) => {
      bodies.push(await request.text());
      return Response.json({});
    },
  });
  await using api = startMessagesApi();
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url.origin };
  using calendar = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response("no calendar") });
  const config = `integrations.enabled = ["calendar"]
[[integrations.calendar.ics]]
name = "Nobody's calendar"
url = "${calendar.url.href}"
allow_private = true
`;
  await using porter = await startPorter({ api, env, config });
  await porter.client.tasks.create.mutate({ title: "Nobody's business" });
  const session = await porter.client.agents.start.mutate({ prompt: "Nobody's business either" });
  using watch = watchSession(porter.client, session.id);
  await watch.untilStatus("completed");
  const hasTicked = async () => {
    const { items } = await porter.client.integrations.list.query();
    return items.some(({ ticks }) => ticks && ticks.done + ticks.failed > 0);
  };
  await eventually(hasTicked);
  expect(await porter.stop()).toBe(0);

  const sent = bodies.map((body) => Sent.parse(JSON.parse(body)));
  const names = sent.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }) =>
      scopeSpans.flatMap(({ spans }) => spans.map(({ name }) => name)),
    ),
  );
  expect(names).toEqual(
    expect.arrayContaining(["tasks.create", "agents.start", "agent turn", "integration tick"]),
  );
  expect(bodies.join()).not.toMatch(/Nobody's/);
  expect(bodies.join()).toContain('"stringValue":"porter"');
});

test("nothing is traced unless the environment names a collector and does not take it back", () => {
  const isOn = (variables: Record<string, string>): boolean =>
    createTracing({ variables, version: "0", log: createLog("silent") }).isOn;
  const named = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1" };
  expect(isOn({ OTEL_SERVICE_NAME: "porter", OTEL_TRACES_EXPORTER: "otlp" })).toBe(false);
  expect(isOn({ ...named, OTEL_SDK_DISABLED: "true" })).toBe(false);
  expect(isOn({ ...named, OTEL_TRACES_EXPORTER: "none" })).toBe(false);
});

test("a collector that never answers keeps no server from ending in order", async () => {
  using collector = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: () => new Promise<Response>(() => undefined),
  });
  await using porter = await startPorter({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url.origin } });
  await porter.client.tasks.list.query({});
  const begun = performance.now();
  expect(await porter.stop()).toBe(0);
  expect(performance.now() - begun).toBeLessThan(9_000);
  await collector.stop(true);
});
