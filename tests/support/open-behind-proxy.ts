import { createPorterClient } from "../../client/sdk/index.ts";
import { findFreePort, startPorter } from "./server.ts";
import { openTcpProxy } from "./tcp-proxy.ts";

/** Porter, whose public address is a proxy that loses connections; `direct` goes past it. */
export async function openBehindProxy(config = "") {
  const proxy = await openTcpProxy();
  const port = findFreePort();
  const porter = await startPorter({ port, config, env: { PORTER_PUBLIC_URL: proxy.url } });
  proxy.leadTo(port);
  const directUrl = `http://127.0.0.1:${port}`;
  return {
    proxy,
    porter,
    directUrl,
    direct: createPorterClient({ url: directUrl, token: porter.token }),
    async [Symbol.asyncDispose](): Promise<void> {
      await proxy[Symbol.asyncDispose]();
      await porter[Symbol.asyncDispose]();
    },
  };
}
