import { startPorter } from "../tests/support/server.ts";

/** From the call that starts the server in this home until it says that it is well, in ms. It is stopped after that. */
export async function timeStart(home: string): Promise<number> {
  const began = performance.now();
  await using porter = await startPorter({ home });
  const health = await fetch(`${porter.url}/health`);
  const took = performance.now() - began;
  if (!health.ok) throw new Error(`It is not well: ${health.status}.`);
  return took;
}
